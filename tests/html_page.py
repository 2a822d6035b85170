# SPDX-License-Identifier: ISC
"""What the tests of HTML ask: a parser of pages, and a browser.

The browser is a headless Chromium, spoken to in its DevTools protocol over
a pipe, so that nothing but Python is needed.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
from html.parser import HTMLParser

VOID = {'meta', 'br', 'hr', 'img', 'link', 'input'}


class Node:
    def __init__(self, tag, attrs, parent):
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children = []

    def text(self):
        return ''.join(c if isinstance(c, str) else c.text()
                       for c in self.children)

    def all(self, tag=None):
        for c in self.children:
            if not isinstance(c, str):
                if tag is None or c.tag == tag:
                    yield c
                yield from c.all(tag)

    def first(self, tag):
        return next(self.all(tag), None)


class Page(HTMLParser):
    """The tree of a page; `bad` lists what is not closed as it should."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node('', {}, None)
        self.bad = []
        self.feed(text)
        self.close()
        if self.at is not self.root:
            self.bad.append('not closed: ' + self.at.tag)

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs), self.at)
        if len(node.attrs) != len(attrs):
            self.bad.append('attribute twice: ' + tag)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, dict(attrs), self.at))

    def handle_endtag(self, tag):
        if tag != self.at.tag:
            self.bad.append('closes %s in %s' % (tag, self.at.tag))
            return
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(data)

    def handle_comment(self, data):
        self.bad.append('a comment')

    def shape(self):
        """All elements with their attributes' names, as they come."""
        return [(n.tag, sorted(n.attrs)) for n in self.root.all()]


def tables(page):
    """{caption: (headings, [rows])} of all tables, as text."""
    out = {}
    for t in page.root.all('table'):
        rows = [[c.text() for c in r.children if not isinstance(c, str)]
                for r in t.all('tr')]
        out[t.first('caption').text()] = rows[0], rows[1:]
    return out


class Browser:
    """A Chromium; None from find() where there is none."""

    @staticmethod
    def find():
        for name in ('chromium', 'chromium-browser', 'google-chrome'):
            if shutil.which(name):
                return shutil.which(name)
        return None

    def __init__(self, path):
        self.home = tempfile.mkdtemp()
        there, self.out = os.pipe()
        self.back, here = os.pipe()

        def pipes():
            # Above 3 and 4 first: they may be those already.
            a, b = os.dup(there), os.dup(here)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [path, '--headless=new', '--no-sandbox', '--disable-gpu',
             '--disable-dev-shm-usage', '--hide-scrollbars',
             '--disable-background-networking', '--disable-extensions',
             '--no-first-run', '--user-data-dir=' + self.home,
             '--remote-debugging-pipe', 'about:blank'],
            close_fds=False, preexec_fn=pipes, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(there)
        os.close(here)
        self.rest, self.number, self.events = b'', 0, []
        self.session = None
        target = next(t for t in self.ask('Target.getTargets')['targetInfos']
                      if t['type'] == 'page')
        self.session = self.ask('Target.attachToTarget', flatten=True,
                                targetId=target['targetId'])['sessionId']
        for domain in ('Page', 'Log', 'Runtime', 'Network'):
            self.ask(domain + '.enable')

    def read(self):
        while b'\0' not in self.rest:
            more = os.read(self.back, 1 << 20)
            if not more:
                raise SystemExit('the browser went away')
            self.rest += more
        message, self.rest = self.rest.split(b'\0', 1)
        return json.loads(message)

    def ask(self, method, **params):
        self.number += 1
        ask = {'id': self.number, 'method': method, 'params': params}
        if self.session:
            ask['sessionId'] = self.session
        data = json.dumps(ask).encode() + b'\0'
        while data:
            data = data[os.write(self.out, data):]
        while True:
            answer = self.read()
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise SystemExit('%s: %s' % (method, answer['error']))
                return answer['result']
            self.events.append(answer)

    def open(self, path, width=1280, height=900, dark=False, mobile=False,
             media=''):
        """Show a page; returns its URL."""
        self.events.clear()
        self.ask('Emulation.setDeviceMetricsOverride', width=width,
                 height=height, deviceScaleFactor=1, mobile=mobile)
        self.ask('Emulation.setEmulatedMedia', media=media, features=[
            {'name': 'prefers-color-scheme',
             'value': 'dark' if dark else 'light'}])
        url = 'file://' + os.path.abspath(path)
        self.ask('Page.navigate', url=url)
        while not any(e.get('method') == 'Page.loadEventFired'
                      for e in self.events):
            self.events.append(self.read())
        return url

    def value(self, expression):
        answer = self.ask('Runtime.evaluate', expression=expression,
                          returnByValue=True)
        return answer['result'].get('value')

    def complaints(self):
        """What the console says, and what was fetched but the page."""
        self.value('1')
        out = []
        for e in self.events:
            p = e.get('params', {})
            if e['method'] == 'Log.entryAdded':
                out.append(p['entry']['text'])
            elif e['method'] in ('Runtime.consoleAPICalled',
                                 'Runtime.exceptionThrown'):
                out.append(e['method'])
            elif e['method'] == 'Network.requestWillBeSent' and \
                    p.get('type') != 'Document':
                out.append('fetched ' + p['request']['url'])
        return out

    def picture(self, path, top=0, height=None, width=None):
        size = self.ask('Page.getLayoutMetrics')['cssContentSize']
        clip = dict(x=0, y=top, width=width or size['width'],
                    height=min(height or size['height'],
                               size['height'] - top), scale=1)
        data = self.ask('Page.captureScreenshot', clip=clip,
                        captureBeyondViewport=True)['data']
        with open(path, 'wb') as f:
            f.write(base64.b64decode(data))
        return size

    def pdf(self, path):
        data = self.ask('Page.printToPDF', preferCSSPageSize=True,
                        printBackground=False)['data']
        with open(path, 'wb') as f:
            f.write(base64.b64decode(data))

    def close(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)
