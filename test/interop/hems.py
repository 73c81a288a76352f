"""A HEMS in the style of the field: line by line, blind to anything but the order in which a real dongle answers.

It leans on what programs lean on: each command is echoed before its answer, SKSENDTO is answered by EVENT 21, OK and (for the CR LF that follows
its data) an empty line, one line follows EVENT 25 and is the instance list, and SKTERM ends in EVENT 27. What comes otherwise ends it with status 1.
Prints what it read as one JSON object. Needs pyserial.
"""

import argparse
import json
import sys

import serial

SCAN_DURATIONS = (4, 5, 6, 7)
METER = bytes.fromhex('028801')
HEMS = bytes.fromhex('05ff01')
SET_C, GET, SET_RES, GET_RES, INF = 0x61, 0x62, 0x71, 0x72, 0x73


class Unexpected(Exception):
    pass


class Dongle:
    def __init__(self, path, side, patience):
        self.port = serial.Serial(path, 115200, timeout=patience)
        self.side = side
        self.notifications = []

    def line(self):
        raw = self.port.readline()
        if not raw.endswith(b'\r\n'):
            raise Unexpected(f'no line in time, only {raw!r}')
        return raw[:-2].decode('ascii')

    def expect(self, start):
        line = self.line()
        if line.startswith(start):
            return line
        raise Unexpected(f'{line!r} instead of {start!r}')

    def send(self, command):
        self.port.write(command.encode() + b'\r\n')
        if self.line() != command:
            raise Unexpected(f'no echo of {command}')

    def ok(self, command):
        self.send(command)
        self.expect('OK')

    def resynchronise(self):
        """Another program may have died in the middle of SKSENDTO, and its data are still awaited."""
        patience, self.port.timeout = self.port.timeout, 0.3
        for _ in range(20):
            self.port.write(b'\r\n')
            if self.port.read(256).endswith(b'\r\n'):
                break
        self.port.timeout = patience

    def product(self, command):
        """WOPT and its kin: echoed as every command, and answered with CR alone at the end."""
        self.port.write(command.encode() + b'\r')
        if self.line() != command:
            raise Unexpected(f'no echo of {command}')
        return self.port.read_until(b'\r').decode('ascii').strip()

    def show_digits(self):
        if self.product('ROPT') != 'OK 01' and self.product('WOPT 01') != 'OK':
            raise Unexpected('WOPT is refused')

    def scan(self):
        for duration in SCAN_DURATIONS:
            self.ok(f'SKSCAN 2 FFFFFFFF {duration}' + (' 0' if self.side else ''))
            found = {}
            while not (line := self.line()).startswith('EVENT 22'):
                if line.startswith('  '):
                    key, value = line.strip().split(':')
                    found[key] = value
            if 'Channel' in found:
                return {**found, 'duration': duration}
        raise Unexpected('no meter found')

    def join(self, pan):
        self.ok('SKSREG S2 ' + pan['Channel'])
        self.ok('SKSREG S3 ' + pan['Pan ID'])
        self.send('SKLL64 ' + pan['Addr'])
        self.meter = self.expect('FE80:')
        self.ok('SKJOIN ' + self.meter)
        while True:
            line = self.line()
            if line.startswith('EVENT 25'):
                return True
            if line.startswith('EVENT 24'):
                return False

    def datagram(self):
        """The next UDP payload to port 3610."""
        while True:
            fields = self.expect('ERXUDP').split(' ')
            payload = bytes.fromhex(fields[-1])
            if int(fields[-2], 16) != len(payload) or len(fields) != (10 if self.side else 9):
                raise Unexpected(' '.join(fields))
            if fields[4] == '0E1A':
                return payload

    def send_frame(self, frame, cut=None):
        words = ['SKSENDTO', '1', self.meter, '0E1A', '1', *(['0'] if self.side else []), f'{len(frame):04X}', '']
        head = ' '.join(words)
        if cut is not None:
            self.port.write(head.encode() + frame[:cut])
            return
        self.port.write(head.encode() + frame + b'\r\n')
        if self.line() != head:
            raise Unexpected('no echo of SKSENDTO')
        if not self.expect('EVENT 21').endswith(' 00'):
            raise Unexpected('not transmitted')
        self.expect('OK')
        if self.line() != '':
            raise Unexpected('no echo of the CR LF after the data')

    def request(self, tid, service, properties, cut=None):
        items = b''.join(bytes([epc, len(edt)]) + edt for epc, edt in properties)
        self.send_frame(b'\x10\x81' + tid.to_bytes(2, 'big') + HEMS + METER + bytes([service, len(properties)]) + items, cut)

    def answer(self, tid):
        """Service and properties; notifications that come in between are kept."""
        while True:
            frame = self.datagram()
            service, properties = parse(frame)
            if service == INF:
                self.notifications.append(properties)
            elif frame[2:4] == tid.to_bytes(2, 'big'):
                return service, properties

    def get(self, tid, *epcs):
        self.request(tid, GET, [(epc, b'') for epc in epcs])
        service, properties = self.answer(tid)
        if service != GET_RES or list(properties) != list(epcs):
            raise Unexpected(f'{service:02X} to a Get of {epcs}')
        return properties

    def set(self, tid, epc, edt):
        self.request(tid, SET_C, [(epc, edt)])
        if self.answer(tid) != (SET_RES, {epc: b''}):
            raise Unexpected(f'Set of {epc:02X} is refused')

    def notification(self):
        while not self.notifications:
            service, properties = parse(self.datagram())
            if service == INF:
                self.notifications.append(properties)
        return self.notifications.pop(0)

    def leave(self):
        self.ok('SKTERM')
        while not (line := self.line()).startswith('EVENT 27'):
            if line.startswith('EVENT 28'):
                raise Unexpected('the meter does not confirm the end')


def parse(frame):
    properties, at = {}, 12
    for _ in range(frame[11]):
        epc, length = frame[at], frame[at + 1]
        properties[epc] = frame[at + 2 : at + 2 + length]
        at += 2 + length
    if at != len(frame):
        raise Unexpected(frame.hex())
    return frame[10], properties


def number(edt, signed=False):
    return int.from_bytes(edt, 'big', signed=signed)


def read_all(dongle, waits):
    now = dongle.get(1, 0xE7, 0xE8, 0xE0, 0xE1, 0xD7, 0xD3)
    dongle.set(2, 0xE5, b'\x01')
    history = dongle.get(3, 0xE2)[0xE2]
    result = {
        'power': number(now[0xE7], signed=True),
        'current': [number(now[0xE8][:2], signed=True), number(now[0xE8][2:], signed=True)],
        'energy': number(now[0xE0]),
        'unit': number(now[0xE1]),
        'digits': number(now[0xD7]),
        'coefficient': number(now[0xD3]),
        'day': number(history[:2]),
        'history': [number(history[i : i + 4]) for i in range(2, len(history), 4)],
    }
    if waits:
        result['notification'] = {f'{epc:02X}': edt.hex() for epc, edt in dongle.notification().items()}
    return result


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('port')
    arguments.add_argument('--id', required=True)
    arguments.add_argument('--password', required=True)
    arguments.add_argument('--side', action='store_true', help='the grammar of the dual stack: BP35C0, BP35C2')
    arguments.add_argument('--notification', action='store_true', help='wait for the next half hour')
    arguments.add_argument('--stay', action='store_true', help='go without SKTERM, as in a crash')
    arguments.add_argument('--break-off', action='store_true', help='go in the middle of a SKSENDTO')
    arguments.add_argument('--patience', type=float, default=20)
    options = arguments.parse_args()

    dongle = Dongle(options.port, options.side, options.patience)
    dongle.resynchronise()
    dongle.show_digits()
    dongle.send('SKVER')
    result = {'version': dongle.expect('EVER ')[5:]}
    dongle.expect('OK')
    dongle.ok('SKSETPWD C ' + options.password)
    dongle.ok('SKSETRBID ' + options.id)
    result['pan'] = dongle.scan()
    result['joined'] = dongle.join(result['pan'])
    if result['joined']:
        result['instances'] = dongle.datagram().hex()
        if options.break_off:
            dongle.request(1, GET, [(0xE7, b'')], cut=5)
        else:
            result.update(read_all(dongle, options.notification))
            if not options.stay:
                dongle.leave()
    print(json.dumps(result))


try:
    main()
except Unexpected as error:
    sys.exit(f'hems.py: {error}')
