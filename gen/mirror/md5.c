#include "mirror/md5.h"
#include <openssl/evp.h>

int md5_hash(struct str bytes, unsigned char hash[MD5_BYTES])
{
	return EVP_Q_digest(NULL, "MD5", NULL, bytes.p, bytes.n, hash, NULL) == 1 ? 0 : -1;
}
