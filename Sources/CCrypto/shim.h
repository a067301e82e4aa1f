// libcrypto's EVP digests for Swift: the custody hash (SHA-256) of each input.
#ifndef HEADCOUNT_CCRYPTO_SHIM_H
#define HEADCOUNT_CCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
