/*
 * replay.c - a main() for a fuzz target where there is no libFuzzer: it runs the target on
 * every file of a seed corpus. Without arguments that is tests/fuzz/corpus/NAME for a
 * program called fuzz_NAME; else the files and folders named. So `make check` holds on to
 * what the fuzzer once found.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_ROOM 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	struct stat info;
	size_t size;

	if (file == NULL || fstat(fileno(file), &info) != 0) {
		perror(path);
		return -1;
	}
	/* As large as the content and no larger, so that a sanitizer sees a read past its end. */
	size = (size_t)info.st_size;
	data = malloc(size == 0 ? 1 : size);
	if (data == NULL || fread(data, 1, size, file) != size) {
		perror(path);
		exit(2);
	}
	(void)fclose(file);
	(void)LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 1;
}

static int run_path(const char *path);

static int
run_folder(const char *path, DIR *folder)
{
	struct dirent *entry;
	int count = 0;

	while ((entry = readdir(folder)) != NULL) {
		char inside[PATH_ROOM];
		int n;

		if (entry->d_name[0] == '.')
			continue;
		n = snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
		if (n < 0 || (size_t)n >= sizeof inside)
			return -1;
		n = run_path(inside);
		if (n < 0)
			return -1;
		count += n;
	}
	return count;
}

/* How many files were run, or -1 when one could not be read. */
static int
run_path(const char *path)
{
	DIR *folder = opendir(path);
	int count;

	if (folder == NULL)
		return run_file(path);
	count = run_folder(path, folder);
	(void)closedir(folder);
	return count;
}

int
main(int argc, char **argv)
{
	const char *top = getenv("srcdir"), *name = strstr(argv[0], "fuzz_");
	char corpus[PATH_ROOM];
	int count = 0, n;

	/* The last one: a folder on the way may be called so too. */
	while (name != NULL && strstr(name + 1, "fuzz_") != NULL)
		name = strstr(name + 1, "fuzz_");
	if (argc == 1 && name != NULL) {
		n = snprintf(corpus, sizeof corpus, "%s/tests/fuzz/corpus/%s",
		    top == NULL ? "." : top, name + strlen("fuzz_"));
		if (n < 0 || (size_t)n >= sizeof corpus)
			return 2;
		count = run_path(corpus);
	}
	for (int i = 1; i < argc && count >= 0; i++) {
		n = run_path(argv[i]);
		count = n < 0 ? -1 : count + n;
	}
	printf("%s: %d inputs replayed\n", argv[0], count < 0 ? 0 : count);
	/* A corpus that is empty or missing tests nothing, and must be noticed. */
	return count > 0 ? 0 : 1;
}
