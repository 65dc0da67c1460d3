/* test_digest.c - published vectors, round trips, and outputs untouched on failure. */
#include <stdint.h>
#include <string.h>

#include "parley/digest.h"
#include "suite.h"

static void
check_hash(const struct digest_part *parts, size_t count, const char *hex)
{
	uint8_t out[DIGEST_SIZE];
	char text[2 * DIGEST_SIZE + 1];

	digest_sha256(parts, count, out);
	hex_write(out, sizeof out, text);
	ck_assert_str_eq(text, hex);
}

/* FIPS 180-4's examples: the empty string, "abc", and the two-block message. */
START_TEST(sha256_vectors)
{
	const struct digest_part abc[] = { { "abc", 3 } },
				 in_parts[] = { { "a", 1 }, { "", 0 }, { "bc", 2 } };
	const struct digest_part two_blocks[] = {
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56 }
	};

	check_hash(NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check_hash(abc, 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_hash(in_parts, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_hash(
	    two_blocks, 1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
END_TEST

START_TEST(random_bytes_differ)
{
	uint8_t a[64] = { 0 }, b[64] = { 0 };
	size_t zeros = 0;

	random_fill(a, sizeof a);
	random_fill(b, sizeof b);
	ck_assert(memcmp(a, b, sizeof a) != 0);
	for (size_t i = 0; i < sizeof a; i++)
		zeros += a[i] == 0;
	ck_assert_uint_lt(zeros, 16); /* more, by chance, is one in 10^20 */
	random_fill(a, 0);
}
END_TEST

START_TEST(secrets)
{
	char a[] = "secret", b[] = "secreT";
	const char zeros[sizeof a] = { 0 };

	ck_assert(secret_equal(a, "secret", 6));
	ck_assert(!secret_equal(a, b, 6));
	ck_assert(secret_equal(a, b, 5));
	ck_assert(secret_equal(a, b, 0));
	secret_wipe(a, sizeof a);
	ck_assert_mem_eq(a, zeros, sizeof a);
}
END_TEST

START_TEST(hex_round_trip)
{
	uint8_t all[256], back[256];
	char text[513];

	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (uint8_t)i;
	for (size_t length = 0; length <= sizeof all; length++) {
		hex_write(all, length, text);
		ck_assert_uint_eq(strlen(text), 2 * length);
		memset(back, 0xee, sizeof back);
		ck_assert_int_eq(hex_parse(text, back, length), RESULT_OK);
		ck_assert(memcmp(all, back, length) == 0);
		ck_assert(length == sizeof all || back[length] == 0xee);
	}
	ck_assert_int_eq(hex_parse("AbCd", back, 2), RESULT_OK);
	ck_assert_mem_eq(back, "\xab\xcd", 2);
}
END_TEST

START_TEST(hex_refusals)
{
	static const char *const wrong[] = { "", "0", "012", "01234", "0g", "zz12", "01 2", "0x12",
		"+1+2" };

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		uint8_t out[2] = { 7, 7 };

		ck_assert_msg(hex_parse(wrong[i], out, 2) == RESULT_INVALID, "%s", wrong[i]);
		ck_assert_int_eq(out[0], 7);
		ck_assert_int_eq(out[1], 7);
	}
}
END_TEST

/* RFC 4648 section 10, without padding, and the two letters that differ from plain base64. */
START_TEST(base64url_vectors)
{
	static const struct {
		const char *bytes, *text;
	} samples[] = { { "", "" }, { "f", "Zg" }, { "fo", "Zm8" }, { "foo", "Zm9v" },
		{ "foob", "Zm9vYg" }, { "fooba", "Zm9vYmE" }, { "foobar", "Zm9vYmFy" },
		{ "\xfb\xff\xfe", "-__-" } };

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		size_t length = strlen(samples[i].bytes);
		char text[16], back[16] = { 0 };

		base64url_write(samples[i].bytes, length, text);
		ck_assert_str_eq(text, samples[i].text);
		ck_assert_int_eq(base64url_parse(text, back, length), RESULT_OK);
		ck_assert_str_eq(back, samples[i].bytes);
	}
}
END_TEST

START_TEST(base64url_round_trip)
{
	uint8_t bytes[70], back[70];
	char text[100];

	random_fill(bytes, sizeof bytes);
	for (size_t length = 0; length <= sizeof bytes; length++) {
		base64url_write(bytes, length, text);
		ck_assert_uint_le(strlen(text) + 1, (length * 4 + 2) / 3 + 1);
		memset(back, 0, sizeof back);
		ck_assert_int_eq(base64url_parse(text, back, length), RESULT_OK);
		ck_assert(memcmp(bytes, back, length) == 0);
	}
}
END_TEST

START_TEST(base64url_refusals)
{
	/* For two bytes: the form has three letters, and the last one's two low bits are zero. */
	static const char *const wrong[] = { "", "Zm", "Zm8=", "Zm8v", "Zm9", "Z+8", "Z/8", "Zm ",
		" Zm8", "Zm8\n" };

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		uint8_t out[2] = { 7, 7 };

		ck_assert_msg(base64url_parse(wrong[i], out, 2) == RESULT_INVALID, "%s", wrong[i]);
		ck_assert_int_eq(out[0], 7);
		ck_assert_int_eq(out[1], 7);
	}
}
END_TEST

START_TEST(base64_and_back)
{
	/* RFC 4648 section 10. */
	static const char *const pairs[][2] = { { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" } };
	static const char *const bad[] = { "", "Zg", "Zg=", "Zg===", "=Zg=", "Z=g=", "Zm9v ", " Zm9v", "Zm9v\n", "Zm-_", "====" };
	char text[BASE64_SIZE(6)], bytes[16];
	size_t length;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		base64_write(pairs[i][0], strlen(pairs[i][0]), text);
		ck_assert_str_eq(text, pairs[i][1]);
		ck_assert_int_eq(base64_parse(pairs[i][1], bytes, &length), RESULT_OK);
		ck_assert_uint_eq(length, strlen(pairs[i][0]));
		ck_assert_mem_eq(bytes, pairs[i][0], length);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(base64_parse(bad[i], bytes, &length) == RESULT_INVALID, "%s", bad[i]);
}
END_TEST

START_TEST(fingerprints)
{
	uint8_t one[FINGERPRINT_SIZE], other[FINGERPRINT_SIZE];
	char text[] = "the same text, again and again, the same text, again and again";

	digest_fingerprint(text, sizeof text, 1, one);
	digest_fingerprint(text, sizeof text, 1, other);
	ck_assert_mem_eq(one, other, sizeof one);
	digest_fingerprint(text, sizeof text, 2, other);
	ck_assert_mem_ne(one, other, sizeof one);
	text[20] ^= 1;
	digest_fingerprint(text, sizeof text, 1, other);
	ck_assert_mem_ne(one, other, sizeof one);
	digest_fingerprint(NULL, 0, 1, other);
	ck_assert_mem_ne(one, other, sizeof one);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { sha256_vectors, random_bytes_differ, secrets, hex_round_trip,
		hex_refusals, base64url_vectors, base64url_round_trip, base64url_refusals, base64_and_back, fingerprints };

	return SUITE_RUN("digest", tests);
}
