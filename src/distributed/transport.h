/* What a plug-in does for firth: messages between the processes of one job. Plain C, so that a
   plug-in needs nothing of firth but this file, and firth nothing of what the plug-in links. */
#ifndef FIRTH_DISTRIBUTED_TRANSPORT_H_
#define FIRTH_DISTRIBUTED_TRANSPORT_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { FIRTH_TRANSPORT_VERSION = 1, FIRTH_TRANSPORT_HOST_BYTES = 256 };

/* Functions return null, or what went wrong: a constant, or a text that lives until the next call.
   One thread at a time calls them. Messages from one process to another arrive in order; none is
   longer than 2^30 bytes. */
struct firth_transport {
  uint32_t version; /* FIRTH_TRANSPORT_VERSION */
  int rank;
  int size;
  char host[FIRTH_TRANSPORT_HOST_BYTES]; /* the name of this machine */

  /* Begins to send. The bytes stay until the request is done. */
  const char* (*send)(int to, const void* bytes, uint64_t count, void** request);
  /* The next message from anyone: *message null when there is none. It must then be received. */
  const char* (*probe)(int* from, uint64_t* count, void** message);
  /* Begins to receive it into `bytes`, which has room. */
  const char* (*receive)(void* message, void* bytes, uint64_t count, void** request);
  /* Whether a request is done; if so it is gone. */
  const char* (*test)(void* request, int* done);
  /* Ends the whole job. */
  void (*abort)(int code);
  /* The end of this process's part, in which all others come to their end too. */
  void (*finish)(void);
};

/* The one function of a plug-in. Fills in all of `transport`, having joined the job that this
   process was started in; null, or what went wrong. From then on a write to a closed connection is
   an error and no signal: a plug-in may have SIGPIPE ignored in the whole process. */
typedef const char* (*firth_transport_open)(struct firth_transport* transport);
#define FIRTH_TRANSPORT_OPEN "firth_transport_open_v1"

#ifdef __cplusplus
}
#endif

#endif
