# SPDX-License-Identifier: ISC
"""A mail server that keeps what it is given: smtp_sink.py FOLDER.

Listens on a free port of the loopback, which FOLDER/port names, and writes
each message, as it came behind DATA, to FOLDER/N.eml.  Ends with its input.
"""
import os
import socketserver
import sys
import threading

folder = sys.argv[1]
count = 0
lock = threading.Lock()


def keep(lines):
    global count
    with lock:
        count += 1
        path = os.path.join(folder, f'{count}.eml')
    with open(path + '.part', 'wb') as f:
        f.write(b''.join(lines))
    os.rename(path + '.part', path)


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b'\r\n')

    def take(self):
        lines = []
        for line in self.rfile:
            if line == b'.\r\n':
                keep(lines)
                return
            lines.append(line[1:] if line.startswith(b'.') else line)

    def handle(self):
        self.say('220 sink')
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b'DATA':
                self.say('354 go on')
                self.take()
            if verb == b'QUIT':
                self.say('221 bye')
                return
            self.say('250 sink')


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(('127.0.0.1', 0), Session) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with open(os.path.join(folder, 'port.part'), 'w') as f:
        f.write(str(server.server_address[1]))
    os.rename(os.path.join(folder, 'port.part'), os.path.join(folder, 'port'))
    sys.stdin.read()
