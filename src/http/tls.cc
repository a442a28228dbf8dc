#include "http/tls.h"

#include "firth/error.h"

namespace firth::http {

namespace ssl = boost::asio::ssl;

ssl::context MakeTlsContext(const TlsFiles& files) {
  ssl::context context(ssl::context::tls_server);
  context.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                      ssl::context::no_tlsv1_1);
  boost::system::error_code error;
  context.use_certificate_chain_file(files.certificate, error);
  if (error) {
    throw Error(ErrorKind::kFormat, "no certificate chain in PEM: " + error.message(),
                files.certificate);
  }
  context.use_private_key_file(files.key, ssl::context::pem, error);
  if (error) {
    throw Error(ErrorKind::kFormat, "no private key in PEM of this certificate: " + error.message(),
                files.key);
  }
  return context;
}

}  // namespace firth::http
