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

TOP = '\033[H\033[K'  # a frame begins
WIPE = '\033[J'
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
        self.text = ''
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

    def read(self):
        """Add to `text` what was written; False when that is over."""
        if select.select([self.master], [], [], 0.1)[0]:
            try:
                self.text += os.read(self.master, 65536).decode()
            except OSError:
                return False
        return True

    def until(self, done, name):
        """Read until done(text), at most for 30 seconds."""
        end = time.monotonic() + 30
        while not done(self.text):
            if time.monotonic() > end or not self.read():
                break
        ok(done(self.text), name, self.text[-200:])

    def frames(self, n):
        """Read until there are so many whole frames more; these."""
        begin = len(self.text)
        self.until(lambda text: text.count(TOP, begin) > n,
                   'there are frames')
        return self.text[begin:].split(TOP)[1:-1]

    def key(self, text):
        os.write(self.master, text.encode())

    def end(self):
        """Its status (negative: the signal), None when it goes on."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while select.select([self.master], [], [], 0)[0] and \
                        self.read():
                    pass
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return None

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
    g.until(lambda text: 'Hold' in text, 'breathe in, then hold')
    pieces = g.text.split(TOP)[1:-1]
    ok(g.text.count(WIPE) == 2 and WIPE in pieces[0],
       'cleared when it begins and not again', g.text.count(WIPE))
    grown = [bar(p) for p in pieces if 'Breathe in' in p]
    ok(grown == sorted(grown) and grown[-1] < 1, 'the bar grows', grown)
    ok(not any(re.search(r'\033\[[0-9;]*m', p) for p in pieces),
       'no colour with NO_COLOR')
    g.key('q')
    status = g.end()
    ok(status == 0, 'q leaves with status 0', status)
    ok(g.text.endswith('\033[?25h\033[?1049l'), 'and gives the screen back',
       g.text[-40:])
    ok(g.restored(), 'and its settings')


def looks():
    g = Guide('478', columns=20)
    pieces = g.frames(3)
    ok({widest(p) for p in pieces} == {19}, '20 columns are enough', pieces)
    ok('\033[36m' in pieces[0], 'colour where there is one')
    begin = len(g.text)
    g.size(70)
    g.until(lambda text: widest(text[begin:]) == 69, 'follows a new width')
    pieces = g.frames(3)
    ok({widest(p) for p in pieces} == {69}, 'and keeps to it', pieces)
    # The kernel raises the signal once for a new size.
    ok(g.text[begin:].count(WIPE) == 1, 'and wipes once for it',
       g.text[begin:].count(WIPE))
    g.key('q')
    g.end()
    g = Guide('calm', columns=9)
    pieces = g.frames(3)
    ok(max(widest(p) for p in pieces) < 9, 'narrower than that is cut off',
       pieces)
    g.key('q')
    g.end()
    g = Guide('calm', TERM='dumb')
    g.until(lambda text: text.count('\r') > 5, 'TERM=dumb: frames, too')
    ok('\033' not in g.text and 'Breathe in' in g.text, 'in plain text',
       g.text[-60:])
    ok('\n' not in g.text and widest(g.text) < 60, 'on one line')
    g.key('q')
    g.end()
    g = Guide('calm', LC_ALL='en_US.UTF-8')
    g.until(lambda text: '\u2588' in text, 'UTF-8 by the locale')
    g.key('q')
    g.end()


def ends():
    for name, key in (('INT', '\003'), ('TERM', None), ('HUP', None),
                      ('QUIT', None)):
        g = Guide('box')
        g.frames(1)
        number = getattr(signal, 'SIG' + name)
        g.key(key) if key else os.kill(g.pid, number)
        status = g.end()
        ok(status == -number, 'SIG%s ends it as such' % name, status)
        ok(g.restored() and '\033[?1049l' in g.text,
           'SIG%s: the terminal is as it was' % name, g.text[-40:])
    g = Guide('box')
    g.frames(1)
    os.close(g.slave)
    os.close(g.master)
    end = time.monotonic() + 30
    pid = 0
    while not pid and time.monotonic() < end:
        time.sleep(0.05)
        pid, status = os.waitpid(g.pid, os.WNOHANG)
    ok(pid and os.waitstatus_to_exitcode(status) == -signal.SIGHUP,
       'a line that hangs up ends it')
    begin = time.monotonic()
    g = Guide('calm', '--minutes', '0.05')
    status = g.end()
    took = time.monotonic() - begin
    ok(status == 0 and took >= 3, '--minutes ends it, not early', took)
    ok(g.text.rstrip('\r\n').split('\033[?1049l')[-1] ==
       'Well done. Take this calm along with you.', 'with a kind line',
       g.text[-80:])


frames()
looks()
ends()
print('1..%d' % count)
raise SystemExit(failed > 0)
