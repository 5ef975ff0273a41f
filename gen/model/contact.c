#include "model/contact.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Letters, digits and hyphens, at most 63, no hyphen at the ends. */
static bool is_host_label(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alphanumeric(s.p[i]) && (s.p[i] != '-' || i == 0 || i + 1 == s.n))
			return false;
	return s.n >= 1 && s.n <= 63;
}

static bool is_host(struct str s)
{
	size_t nlabels = 0;

	for (size_t end;; s = str_sub(s, end + 1, s.n)) {
		end = str_find_byte(s, '.');
		if (!is_host_label(str_sub(s, 0, end)))
			return false;
		nlabels++;
		if (end == s.n)
			return nlabels >= 2;
	}
}

bool contact_is_email(struct str s)
{
	size_t at = str_find_byte(s, '@');

	if (at == 0 || at == s.n)
		return false;
	for (size_t i = 0; i < at; i++)
		if (!is_alphanumeric(s.p[i]) &&
		    (s.p[i] == '\0' || !strchr(".!#$%&'*+/=?^_`{|}~-", s.p[i])))
			return false;
	return is_host(str_sub(s, at + 1, s.n));
}

bool contact_is_tel(struct str s)
{
	size_t ndigits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (is_digit(s.p[i]))
			ndigits++;
		else if (s.p[i] == '\0' || !strchr(i == 0 ? "+(" : " -().", s.p[i]))
			return false;
	}
	return ndigits >= 3 && ndigits <= 15;
}

bool contact_is_cve(struct str s)
{
	if (s.n < 13 || !str_has_prefix(s, STR("CVE-")) || s.p[8] != '-')
		return false;
	for (size_t i = 4; i < s.n; i++)
		if (i != 8 && !is_digit(s.p[i]))
			return false;
	return true;
}
