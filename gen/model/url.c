#include "model/url.h"
#include "base/utf8.h"
#include <stdbool.h>
#include <strings.h>

/* The characters of Unicode's White_Space beyond ASCII and the controls. */
static bool is_wide_space(uint32_t c)
{
	return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* ASCII that an address cannot have, besides controls and the space (RFC 3986). */
static const bool is_forbidden[0x80] = {
        ['"'] = true, ['<'] = true, ['>'] = true, ['\\'] = true, ['^'] = true,
        ['`'] = true, ['{'] = true, ['|'] = true, ['}'] = true,
};

static const char *find_character_fault(struct str s)
{
	size_t at = 0;

	while (at < s.n) {
		uint32_t c = (unsigned char)s.p[at];

		if (c > ' ' && c < 0x7f) {
			if (is_forbidden[c])
				return "has a character that an address cannot have";
			at++;
			continue;
		}
		c = utf8_next(s, &at);
		if (c == ' ' || is_wide_space(c))
			return "has a space";
		if (utf8_is_control(c))
			return "has a control character";
	}
	return NULL;
}

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* A name of labels with dots between them, the last dot optional; or an IPv4 address, which looks
 * the same. */
static const char *find_name_fault(struct str host)
{
	size_t label = 0;

	for (size_t i = 0; i < host.n; i++) {
		char c = host.p[i];

		if (c == '.' && label == 0)
			return "has a host with an empty part";
		if (c != '.' && !is_alphanumeric(c) && c != '-' && c != '_' &&
		    (unsigned char)c < 0x80)
			return "has a host with a character that a host cannot have";
		label = c == '.' ? 0 : label + 1;
	}
	return NULL;
}

static const char *find_port_fault(struct str port)
{
	unsigned number = 0;

	for (size_t i = 0; i < port.n; i++) {
		if (port.p[i] < '0' || port.p[i] > '9' || number > 65535)
			return "has a port that is not a number up to 65535";
		number = number * 10 + (unsigned)(port.p[i] - '0');
	}
	return number > 65535 ? "has a port that is not a number up to 65535" : NULL;
}

static const char *find_authority_fault(struct str authority)
{
	size_t colon = str_find_byte(authority, ':');
	struct str host = str_sub(authority, 0, colon);

	if (str_find_byte(authority, '@') < authority.n)
		return "has a user name before its host";
	if (authority.n > 0 && authority.p[0] == '[') {
		size_t end = str_find_byte(authority, ']');

		for (size_t i = 1; i < end; i++)
			if (!is_alphanumeric(authority.p[i]) && authority.p[i] != ':' &&
			    authority.p[i] != '.')
				return "has a malformed IPv6 address";
		if (end < 3 || end == authority.n ||
		    (end + 1 < authority.n && authority.p[end + 1] != ':'))
			return "has a malformed IPv6 address";
		return end + 1 == authority.n
		               ? NULL
		               : find_port_fault(str_sub(authority, end + 2, authority.n));
	}
	if (host.n == 0)
		return "has no host";
	if (colon < authority.n) {
		const char *fault = find_port_fault(str_sub(authority, colon + 1, authority.n));

		if (fault)
			return fault;
	}
	return find_name_fault(host);
}

const char *url_find_fault(struct str s)
{
	static const struct str schemes[] = {{"http://", 7}, {"https://", 8}};
	const char *fault;

	for (size_t i = 0; i < 2; i++) {
		size_t n = schemes[i].n, end = n;

		if (s.n < n || strncasecmp(s.p, schemes[i].p, n) != 0)
			continue;
		fault = find_character_fault(s);
		if (fault)
			return fault;
		while (end < s.n && s.p[end] != '/' && s.p[end] != '?' && s.p[end] != '#')
			end++;
		return find_authority_fault(str_sub(s, n, end));
	}
	return "is not an absolute http or https address";
}

size_t url_find_path(struct str url)
{
	size_t host = str_find(url, STR("://")) + 3;

	return host + str_find_byte(str_sub(url, host, url.n), '/');
}
