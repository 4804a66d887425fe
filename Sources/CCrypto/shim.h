#ifndef CCRYPTO_SHIM_H
#define CCRYPTO_SHIM_H

// Of OpenSSL's libcrypto, which libcurl loads anyway, no more than what keys of clients need.

#include <openssl/crypto.h>
#include <openssl/sha.h>

#endif
