/* The version of the program. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define FUDA_VERSION "0.1.0"

#endif
