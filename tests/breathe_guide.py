# SPDX-License-Identifier: ISC
"""breathe --guide on a terminal of one's own: frames, signals, settings.
python3 breathe_guide.py prints TAP.
"""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

count = failed = 0


def ok(good, name, note=''):
    global count, failed
    count += 1
    failed += not good
    print('%sok %d - %s' % ('' if good else 'not ', count, name))
    if not good:
        print('# %r' % (note,))


class Guide:
    """The guide in a child on a terminal of so many columns."""

    def __init__(self, *args, columns=60, **env):
        self.master, slave = pty.openpty()
        self.size(columns)
        self.before = termios.tcgetattr(slave)
        self.slave = slave
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            for fd in range(3):
                os.dup2(slave, fd)
            os.environ.update({'TERM': 'xterm', 'LC_ALL': 'C'})
            os.environ.update(env)
            os.execvp('breathe', ['breathe', '--guide'] + list(args))

    def size(self, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ,
                    struct.pack('HHHH', 10, columns, 0, 0))

    def read(self, seconds):
        """What is written within so long, piece by piece."""
        pieces, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.02)[0]:
                try:
                    pieces.append(os.read(self.master, 65536).decode())
                except OSError:
                    break
        return pieces

    def key(self, text):
        os.write(self.master, text.encode())

    def end(self):
        """Its status (negative: the signal) and what it wrote last."""
        end = time.monotonic() + 10
        text = ''
        while time.monotonic() < end:
            text += ''.join(self.read(0.1))
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status), text
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return None, text

    def restored(self):
        after = termios.tcgetattr(self.slave)
        return after[:4] == self.before[:4]


def widest(frame):
    plain = re.sub(r'\033\[[0-9;?]*[A-Za-z]', '', frame)
    return max(len(line) for line in re.split(r'[\r\n]+', plain))


def bar(frame):
    found = re.findall(r'\[([# ]*)\]', frame.replace('\033[0m', ''))
    return found[-1].count('#') / len(found[-1]) if found else -1


def frames():
    g = Guide('box', NO_COLOR='1')
    g.read(0.5)
    raw = g.read(3)
    pieces = ''.join(raw).split('\033[H')[1:]
    # A busy machine may draw fewer, never more.
    ok(10 <= len(pieces) <= 62, '20 frames a second', len(pieces))
    # The kernel may hand one write over in two parts, but seldom does.
    ok(len(raw) <= len(pieces) * 1.5 + 3, 'one write a frame', len(raw))
    ok(not any('\033[2J' in p or '\033[J' in p for p in pieces),
       'no clearing')
    pieces = pieces[1:-1]
    ok('Breathe in  1' in pieces[-1] or 'Breathe in' in pieces[-1],
       'says what to do', pieces[-1])
    grown = [bar(p) for p in pieces]
    ok(grown == sorted(grown) and grown[0] < grown[-1],
       'the bar grows', grown)
    ok(not any(re.search(r'\033\[[0-9;]*m', p) for p in pieces),
       'no colour with NO_COLOR')
    more = ''
    for _ in range(10):
        more += ''.join(g.read(1))
        if 'Hold' in more:
            break
    ok('Hold' in more, 'then: hold', more[-80:])
    g.key('q')
    status, text = g.end()
    ok(status == 0, 'q leaves with status 0', status)
    ok(text.endswith('\033[?25h\033[?1049l'), 'and gives the screen back',
       text[-40:])
    ok(g.restored(), 'and its settings')


def looks():
    g = Guide('478', columns=20)
    text = ''.join(g.read(1))
    ok(0 < widest(text) < 20, '20 columns are enough', widest(text))
    ok('\033[36m' in text, 'colour where there is one')
    g.size(70)
    os.kill(g.pid, signal.SIGWINCH)
    text = ''.join(g.read(1))
    ok(60 < widest(text.split('\033[H')[-1]) < 70, 'follows a new width',
       widest(text))
    # Setting the size raises the signal as well.
    ok(1 <= text.count('\033[J') <= 2, 'and wipes for it')
    g.key('q')
    g.end()
    g = Guide('calm', columns=9)
    text = ''.join(g.read(0.6))
    ok(widest(text) < 9, 'narrower than that is cut off', widest(text))
    g.key('q')
    g.end()
    g = Guide('calm', TERM='dumb')
    text = ''.join(g.read(1))
    ok('\033' not in text and 'Breathe in' in text, 'TERM=dumb: plain text',
       text[-60:])
    ok(widest(text) < 60, 'on one line')
    g.key('q')
    g.end()
    g = Guide('calm', LC_ALL='en_US.UTF-8')
    text = ''.join(g.read(2))
    ok('\u2588' in text, 'UTF-8 by the locale', text[-60:])
    g.key('q')
    g.end()


def ends():
    for name, key in (('INT', '\003'), ('TERM', None), ('HUP', None),
                      ('QUIT', None)):
        g = Guide('box')
        g.read(0.4)
        number = getattr(signal, 'SIG' + name)
        g.key(key) if key else os.kill(g.pid, number)
        status, text = g.end()
        ok(status == -number, 'SIG%s ends it as such' % name, status)
        ok(g.restored() and '\033[?1049l' in text,
           'SIG%s: the terminal is as it was' % name, text[-40:])
    g = Guide('calm', '--minutes', '0.05')
    begin = time.monotonic()
    status, text = g.end()
    took = time.monotonic() - begin
    ok(status == 0 and 2.8 <= took <= 4, '--minutes ends it', took)
    ok(text.rstrip('\r\n').split('\033[?1049l')[-1] ==
       'Well done. Take this calm along with you.', 'with a kind line',
       text[-80:])


frames()
looks()
ends()
print('1..%d' % count)
raise SystemExit(failed > 0)
