// libcrypto for Swift: EVP digests, the custody hash (SHA-256) of each input; HMAC, the pseudonyms of names.
#ifndef HEADCOUNT_CCRYPTO_SHIM_H
#define HEADCOUNT_CCRYPTO_SHIM_H

#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
