#include "sample.h"
#include "base/fs.h"
#include "model/url.h"
#include <fcntl.h>

#define SAMPLE     "content/sample/labels.jsonl"
#define SAMPLE_MAX ((size_t)1 << 26)
#define ID_KEY     "{\"product_id\": \""

/* Whether nobody can publish a site at the address: its host is a name that is kept for examples
 * (RFC 2606). */
static bool is_reserved(struct str base_url)
{
	size_t host = str_find(base_url, STR("://")) + 3;

	return str_has_suffix(str_before(str_sub(base_url, host, url_find_path(base_url)), ':'),
	                      STR(".example"));
}

/* How many products of the export are the sample's, whose records begin with their ids. */
static size_t count_known(const struct survey *survey, struct str sample)
{
	size_t n = 0;

	while (sample.n > 0) {
		struct str line = str_cut(&sample, '\n');

		if (!str_has_prefix(line, STR(ID_KEY)))
			continue;
		line = str_sub(line, sizeof(ID_KEY) - 1, line.n);
		n += survey_find(survey, str_before(line, '"')) != NULL;
	}
	return n;
}

static size_t count_sample(const struct site *site, const struct layers *layers, struct arena *a)
{
	size_t n = 0;
	struct buf b;

	buf_init(&b);
	if (fs_load(AT_FDCWD, layers_find(layers, STR(SAMPLE), a).p, SAMPLE_MAX, &b) == 0)
		n = count_known(site->survey, buf_str(&b));
	buf_release(&b);
	return n;
}

void sample_check(struct site *site, const struct layers *layers, struct arena *a, struct diag *d)
{
	const struct settings *s = site->settings;
	bool is_at_no_address = is_reserved(s->base_url);
	size_t n = site->survey->nrows;

	site->is_invented = false;
	if (n == 0 || (!s->is_sample && !is_at_no_address))
		return;
	if (count_sample(site, layers, a) * 2 >= n) {
		site->is_invented = s->is_sample && is_at_no_address;
		return;
	}
	diag_add(d, DIAG_SAMPLE_SETTINGS, (struct place){.file = site->survey->export.file},
	         "the export is not the sample's, and the settings are: %s%.*s%s",
	         is_at_no_address ? "base_url is " : "\"sample\" is true",
	         STR_ARG(is_at_no_address ? s->base_url : STR("")),
	         is_at_no_address && s->is_sample ? ", and \"sample\" is true" : "");
}
