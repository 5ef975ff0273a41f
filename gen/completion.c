#include "completion.h"
#include "options.h"
#include <string.h>

/* How a value is completed: by what options.c calls it. */
enum value_kind { VALUE_NONE, VALUE_FILE, VALUE_FOLDER, VALUE_WORDS, VALUE_OTHER };

static enum value_kind find_kind(const char *value, const char **words)
{
	if (!value)
		return VALUE_NONE;
	if (strcmp(value, "FILE") == 0)
		return VALUE_FILE;
	if (strcmp(value, "DIR") == 0)
		return VALUE_FOLDER;
	if (strcmp(value, "KIND") != 0)
		return VALUE_OTHER;
	*words = MIRROR_KIND_WORDS;
	return VALUE_WORDS;
}

/* An option being printed. */
struct line {
	FILE *out;
	const struct completion_command *command;
};

/* A text between single quotes, for any of the three shells. */
static void print_quoted(FILE *out, const char *text)
{
	putc('\'', out);
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", out);
		else
			putc(*text, out);
	putc('\'', out);
}

static void print_name(void *context, const char *name, const char *value, const char *summary)
{
	const struct line *line = context;

	(void)value;
	(void)summary;
	fprintf(line->out, " %s", name);
}

/* bash completes what follows an option that takes a value by a case for each. */
static void print_bash_value(void *context, const char *name, const char *value,
                             const char *summary)
{
	const struct line *line = context;
	const char *words = "";

	(void)summary;
	switch (find_kind(value, &words)) {
	case VALUE_NONE: return;
	case VALUE_FILE: value = "-f"; break;
	case VALUE_FOLDER: value = "-d"; break;
	case VALUE_WORDS:
	case VALUE_OTHER: value = "-W"; break;
	}
	fprintf(line->out, "\t\t%s\\ %s)\n\t\t\tmapfile -t COMPREPLY < <(compgen %s ",
	        line->command->name, name, value);
	if (strcmp(value, "-W") == 0)
		fprintf(line->out, "'%s' ", words);
	fprintf(line->out, "-- \"$word\")\n\t\t\treturn ;;\n");
}

static void print_bash(const struct completion_command *commands, size_t ncommands, FILE *out)
{
	fprintf(out, "# Completion of fuda(1) for bash, made by: fuda completion bash\n"
	             "_fuda() {\n"
	             "\tlocal word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}\n"
	             "\tCOMPREPLY=()\n"
	             "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	             "\t\tmapfile -t COMPREPLY < <(compgen -W 'help");
	for (size_t i = 0; i < ncommands; i++)
		fprintf(out, " %s", commands[i].name);
	fprintf(out, "' -- \"$word\")\n\t\treturn\n\tfi\n"
	             "\tcase $command\\ ${COMP_WORDS[COMP_CWORD-1]} in\n");
	for (size_t i = 0; i < ncommands; i++) {
		struct line line = {out, &commands[i]};

		options_each(commands[i].bit, print_bash_value, &line);
	}
	fprintf(out, "\tesac\n\tcase $command in\n");
	for (size_t i = 0; i < ncommands; i++) {
		struct line line = {out, &commands[i]};

		fprintf(out, "\t\t%s) mapfile -t COMPREPLY < <(compgen -W '--help",
		        commands[i].name);
		options_each(commands[i].bit, print_name, &line);
		fprintf(out, "' -- \"$word\") ;;\n");
	}
	fprintf(out, "\tesac\n}\ncomplete -F _fuda fuda\n");
}

/* zsh: an argument of _arguments, '--name=[summary]:VALUE:action'. */
static void print_zsh_option(void *context, const char *name, const char *value,
                             const char *summary)
{
	const struct line *line = context;
	const char *words = "";
	char text[256];

	switch (find_kind(value, &words)) {
	case VALUE_NONE: snprintf(text, sizeof(text), "%s[%s]", name, summary); break;
	case VALUE_FILE:
		snprintf(text, sizeof(text), "%s=[%s]:%s:_files", name, summary, value);
		break;
	case VALUE_FOLDER:
		snprintf(text, sizeof(text), "%s=[%s]:%s:_files -/", name, summary, value);
		break;
	case VALUE_WORDS:
		snprintf(text, sizeof(text), "%s=[%s]:%s:(%s)", name, summary, value, words);
		break;
	case VALUE_OTHER: snprintf(text, sizeof(text), "%s=[%s]:%s:", name, summary, value); break;
	}
	fputs(" \\\n\t\t\t", line->out);
	print_quoted(line->out, text);
}

static void print_zsh(const struct completion_command *commands, size_t ncommands, FILE *out)
{
	fprintf(out, "#compdef fuda\n"
	             "# Completion of fuda(1) for zsh, made by: fuda completion zsh\n"
	             "_fuda() {\n"
	             "\tlocal -a commands=(");
	for (size_t i = 0; i < ncommands; i++) {
		char text[256];

		snprintf(text, sizeof(text), "%s:%s", commands[i].name, commands[i].summary);
		fputs("\n\t\t", out);
		print_quoted(out, text);
	}
	fprintf(out, "\n\t)\n\tif (( CURRENT == 2 )); then\n"
	             "\t\t_describe command commands\n\t\treturn\n\tfi\n"
	             "\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n"
	             "\tcase $command in\n");
	for (size_t i = 0; i < ncommands; i++) {
		struct line line = {out, &commands[i]};

		fprintf(out, "\t%s)\n\t\t_arguments '--help[the options of a command]'",
		        commands[i].name);
		options_each(commands[i].bit, print_zsh_option, &line);
		fprintf(out, "\n\t\t;;\n");
	}
	fprintf(out, "\tesac\n}\n_fuda \"$@\"\n");
}

static void print_fish_option(void *context, const char *name, const char *value,
                              const char *summary)
{
	const struct line *line = context;
	const char *words = "";

	fprintf(line->out, "complete -c fuda -n '__fish_seen_subcommand_from %s' -l %s",
	        line->command->name, name + strlen("--"));
	switch (find_kind(value, &words)) {
	case VALUE_NONE: break;
	case VALUE_FILE: fputs(" -r -F", line->out); break;
	case VALUE_FOLDER: fputs(" -x -a '(__fish_complete_directories)'", line->out); break;
	case VALUE_WORDS: fprintf(line->out, " -x -a '%s'", words); break;
	case VALUE_OTHER: fputs(" -x", line->out); break;
	}
	fputs(" -d ", line->out);
	print_quoted(line->out, summary);
	putc('\n', line->out);
}

static void print_fish(const struct completion_command *commands, size_t ncommands, FILE *out)
{
	fprintf(out, "# Completion of fuda(1) for fish, made by: fuda completion fish\n"
	             "complete -c fuda -f\n");
	for (size_t i = 0; i < ncommands; i++) {
		struct line line = {out, &commands[i]};

		fprintf(out, "complete -c fuda -n __fish_use_subcommand -a %s -d ",
		        commands[i].name);
		print_quoted(out, commands[i].summary);
		putc('\n', out);
		options_each(commands[i].bit, print_fish_option, &line);
	}
}

int completion_print(const char *shell, const struct completion_command *commands, size_t ncommands,
                     FILE *out)
{
	static const struct {
		const char *name;
		void (*print)(const struct completion_command *commands, size_t ncommands,
		              FILE *out);
	} shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

	for (size_t i = 0; i < COUNT_OF(shells); i++) {
		if (strcmp(shell, shells[i].name) != 0)
			continue;
		shells[i].print(commands, ncommands, out);
		return 0;
	}
	return -1;
}
