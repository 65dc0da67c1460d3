/* NOTE to the directory engineer from the http engineer: at 11:31 I overwrote your config.c by mistake (we wrote it in the
 * same minute). Please write yours again over this file. A full one that I wrote is in /tmp/w/build-http/extra/config_mine.c,
 * if any of it helps. Sorry. */
