#!/usr/bin/python3
"""A mail server for the demo and the tests: takes every message and writes it to a file.

    smtp-sink.py --port N --folder DIR [--certificate PEM --key PEM] [--account NAME:PASSWORD]

Each message becomes DIR/NNNNNN.eml, complete or not there at all (written aside, then renamed).
The envelope is kept in its first two lines: X-Envelope-From and X-Envelope-To.

How it answers can be changed while it runs, by lines in the file DIR/answers:

    permanent someone@example.test     550 for this recipient
    temporary someone@example.test     451 for this recipient
    temporary *                        451 for everyone
    lost someone@example.test          the message is kept, and the connection ends without an answer

The file is read at every recipient; without it everything is accepted.
"""
import argparse
import asyncio
import os
import signal
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {
    "permanent": "550 5.1.1 There is no such mailbox",
    "temporary": "451 4.3.2 Try again later",
}


class Folder:
    """Writes messages into a folder, numbered in the order in which they came."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        numbers = [int(name[:-4]) for name in os.listdir(folder)
                   if name.endswith(".eml") and name[:-4].isdigit()]
        self.last = max(numbers, default=0)

    def word_for(self, address):
        try:
            with open(os.path.join(self.folder, "answers"), encoding="utf-8") as file:
                lines = [line.split() for line in file]
        except FileNotFoundError:
            return None
        for words in lines:
            if len(words) == 2 and words[1].lower() in ("*", address.lower()):
                return words[0]
        return None

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = ANSWERS.get(self.word_for(address))
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        self.last += 1
        path = os.path.join(self.folder, f"{self.last:06d}.eml")
        head = f"X-Envelope-From: {envelope.mail_from}\r\n" \
               f"X-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        with open(path + ".new", "wb") as file:
            file.write(head.encode("utf-8"))
            file.write(envelope.original_content)
        os.rename(path + ".new", path)
        if any(self.word_for(address) == "lost" for address in envelope.rcpt_tos):
            server.transport.abort()
        return "250 2.0.0 OK: kept as a file"


def account_check(account):
    """Only this name with this password may send; without one nobody is asked."""
    if not account:
        return {}

    def check(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == account, handled=False)
    return {"authenticator": check, "auth_required": True}


async def serve(arguments):
    context = None
    if arguments.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate, arguments.key)
    folder = Folder(arguments.folder)
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    server = await loop.create_server(
        lambda: SMTP(folder, hostname="mail.marlowe.test", enable_SMTPUTF8=True,
                     tls_context=context, loop=loop, **account_check(arguments.account)),
        host="127.0.0.1", port=arguments.port)
    await ended.wait()
    server.close()


def main():
    parser = argparse.ArgumentParser(description="Takes mail and writes it to files.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--account")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
