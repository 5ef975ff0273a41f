/* Marks that the compiler checks for us. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

/* The result says whether the call worked; a caller that drops it does not compile. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* The call takes a printf format as argument `fmt` and its values from argument `first` on; 0: as a
 * va_list. */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
