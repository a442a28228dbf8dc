/// A body that takes memory as it comes, and not as it is announced.
#pragma once

#include <algorithm>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <cstdint>
#include <string>

namespace firth::http {

/// A Body of Boost.Beast's for its parser. string_body, too, makes a string, but reserves what the
/// header announces: then whoever announces much and sends nothing holds memory.
struct GrowingBody {
  using value_type = std::string;

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}

    void init(const boost::optional<std::uint64_t>& announced, boost::system::error_code& error) {
      announced_ = announced ? static_cast<std::size_t>(*announced) : body_.max_size();
      error = {};
    }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
      const std::size_t before = body_.size();
      for (const auto buffer : boost::beast::buffers_range_ref(buffers)) {
        const std::size_t size = body_.size() + buffer.size();
        // Twice as much as there was, but no more than will come.
        if (size > body_.capacity()) body_.reserve(std::max(size, std::min(2 * size, announced_)));
        body_.append(static_cast<const char*>(buffer.data()), buffer.size());
      }
      error = {};
      return body_.size() - before;
    }
    void finish(boost::system::error_code& error) { error = {}; }

   private:
    value_type& body_;
    std::size_t announced_ = 0;
  };
};

}  // namespace firth::http
