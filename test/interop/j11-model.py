"""
A model of the J11 firmware (J11 UART IF specification 1.1), in mode Dual with a meter behind it, written without Keiki's own. It has no clock: what a
command begins is over when it returns.

    python3 j11-model.py [strict]

Reads a word a line and says what it sends, in digits, a line for each line of these two; nothing else has an answer:

    anew          the module is a new one
    D0EA83FC…     so many bytes come at once, then nothing for a second
    …+…           pieces, one at once behind the other
"""
import struct
import sys

REQUEST = bytes.fromhex('D0EA83FC')
RESPONSE = bytes.fromhex('D0F9EE5D')
HEADER = 12
MOST = 1353

ID = b'00112233445566778899AABBCCDDEEFF'
PASSWORD = b'0123456789AB'
METER = bytes.fromhex('001C64004B450001')
OWN = bytes.fromhex('001D129000000001')
PAN = 0x1A7C
CHANNEL = 0x0C
RSSI = 0xCC
ECHONET_LITE = 3610
GET = bytes.fromhex('05FF010288016201E700')
INSTANCE_LIST = bytes.fromhex('108100000EF0010EF0017301D50401028801')
GET_RES = bytes.fromhex('1081000102880105FF017201E70400000200')

CODES = {
    0x0001, 0x0005, 0x0006, 0x0007, 0x0008, 0x0009, 0x000A, 0x000B, 0x000E, 0x0011, 0x0012, 0x0013, 0x0025, 0x0026, 0x0028, 0x0029, 0x002A, 0x002B,
    0x002C, 0x002D, 0x002E, 0x003A, 0x003B, 0x0051, 0x0053, 0x0054, 0x0056, 0x0057, 0x0058, 0x0059, 0x005E, 0x005F, 0x0061, 0x0066, 0x0067, 0x0069,
    0x006A, 0x006B, 0x00D1, 0x00D2, 0x00D3, 0x00D9, 0x00DA, 0x00DB, 0x00F0, 0x0100, 0x0101, 0x0102, 0x0103, 0x0104, 0x0105, 0x0106, 0x0107, 0x0108,
    0x0109, 0x010A, 0x010B, 0x0201, 0x0202,
}
LENGTHS = {0x005F: 4, 0x0101: 1, 0x010A: 1, 0x0005: 2, 0x0006: 2, 0x0054: 44, 0x00DB: 4}
WITHOUT_DATA = {
    0x0001, 0x0007, 0x0009, 0x000E, 0x0011, 0x0053, 0x0056, 0x0057, 0x0058, 0x0059, 0x005E, 0x006B, 0x00D2, 0x00D9, 0x00F0, 0x0100, 0x0102, 0x0107,
    0x010B,
}
ROUTE_B = {0x0053, 0x0054, 0x0056, 0x0057, 0x0058, 0x0059, 0x005E, 0x00D2}
IN_PAN = {0x0005, 0x0006, 0x0007, 0x0008, 0x0056, 0x0057, 0x0058, 0x0059, 0x005E, 0x00D1, 0x00D2}


def frame(code, data=b''):
    head = RESPONSE + struct.pack('>HH', code, 4 + len(data))
    return head + struct.pack('>HH', sum(head) & 0xFFFF, sum(data) & 0xFFFF) + data


def link_local(mac):
    return bytes.fromhex('FE80000000000000') + bytes([mac[0] ^ 2]) + mac[1:]


def received(payload, multicast=0):
    head = struct.pack('>HHHBBBH', ECHONET_LITE, ECHONET_LITE, PAN, multicast, 2, RSSI, len(payload))
    return link_local(METER) + head + payload


class Module:
    def __init__(self, out, strict):
        self.out = out
        self.strict = strict
        self.buffer = bytearray()
        self.boot()

    def boot(self):
        self.started = 2
        self.route_b = 1
        self.setting = [0xFF, 0, 0xFF, 0]
        self.ports = []
        self.credentials = None
        self.discovery = 0
        self.flow = 0

    def say(self, code, data=b''):
        self.out(frame(code, data))

    def is_right(self, given, data):
        return given == sum(data) & 0xFFFF or (given == 0 and not self.strict)

    def feed(self, received_bytes):
        self.buffer += received_bytes
        while True:
            start = self.buffer.find(REQUEST)
            if start < 0:
                del self.buffer[: max(0, len(self.buffer) - 3)]
                return
            del self.buffer[:start]
            if len(self.buffer) < HEADER:
                return
            code, length, head_sum, data_sum = struct.unpack('>HHHH', self.buffer[4:HEADER])
            if not self.is_right(head_sum, self.buffer[:8]):
                self.buffer.clear()
                self.say(0x2FFF, b'\xF0')
                continue
            response = 0x2000 | code if code in CODES else 0xFFFF
            if length < 4 or length > MOST:
                self.buffer.clear()
                self.say(response, b'\xF2' if length < 4 else b'\xF3')
                continue
            if len(self.buffer) < 8 + length:
                return
            data = bytes(self.buffer[HEADER : 8 + length])
            del self.buffer[: 8 + length]
            if not self.is_right(data_sum, data):
                self.say(response, b'\xF1')
            elif code not in CODES:
                self.say(0xFFFF, b'\x03')
            else:
                self.command(code, data)

    def silence(self):
        """A second without a byte."""
        if len(self.buffer) >= HEADER and self.buffer[:4] == REQUEST:
            (code,) = struct.unpack('>H', self.buffer[4:6])
            self.say(0x2000 | code, b'\x13')
        self.buffer.clear()

    def command(self, code, data):
        response = 0x2000 | code
        if code == 0x00D9:
            self.boot()
            self.say(0x6019)
            return
        answer = self.answer_always(code, data)
        if answer is None:
            answer = self.refusal(code)
        if answer is None:
            answer = self.answer_started(code, data)
        if answer is not None:
            self.say(response, answer)

    def answer_always(self, code, data):
        if (code in WITHOUT_DATA and data) or len(data) != LENGTHS.get(code, len(data)):
            return b'\x11'
        if code == 0x0001:
            return bytes([1, self.started, self.route_b, 1])
        if code == 0x006B:
            return b'\x01' + struct.pack('>HBBI', 0x0400, 1, 2, 3)
        if code == 0x000E:
            return b'\x01' + OWN
        if code == 0x0009:
            return b'\x01' + link_local(OWN)
        if code == 0x0107:
            return bytes([1] + self.setting)
        if code == 0x0102:
            return bytes([1, self.discovery])
        if code == 0x010B:
            return bytes([1, self.flow])
        if code == 0x0011:
            if self.route_b == 1:
                return b'\x01\x00'
            return b'\x01\x01\x01' + METER + struct.pack('>HBBB', PAN, 1, 7, self.route_b - 1)
        if code == 0x0100:
            mode = self.setting[0] if self.started == 3 else 0
            if self.route_b == 1:
                return bytes([1, mode, 0])
            return bytes([1, mode, 1]) + link_local(METER) + bytes([7, self.route_b - 1])
        if code in (0x005F, 0x0101, 0x010A):
            if self.route_b > 1:
                return b'\x34' if self.route_b == 2 else b'\x35'
            return self.set(code, data)
        return None

    def set(self, code, data):
        if code == 0x005F:
            mode, sleep, channel, power = data
            if mode not in (1, 2, 3, 5) or sleep > 1 or not 4 <= channel <= 17 or power > 2:
                return b'\x04'
            self.setting = list(data)
            self.started = 3
            return b'\x01'
        if data[0] > 1:
            return b'\x04'
        if code == 0x0101:
            self.discovery = data[0]
        else:
            self.flow = data[0]
        return b'\x01'

    def refusal(self, code):
        if self.started == 2:
            return b'\x37'
        if self.setting[0] != 5 and code in ROUTE_B:
            return b'\x14'
        if code in IN_PAN and self.route_b == 1:
            return b'\x10'
        if code in (0x0053, 0x0057, 0x0059, 0x00D2) and self.route_b == 2:
            return b'\x34'
        if code in (0x0053, 0x0054, 0x0056, 0x0058) and self.route_b == 3:
            return b'\x35'
        return None

    def answer_started(self, code, data):
        if code == 0x0007:
            return bytes([1, len(self.ports)]) + b''.join(struct.pack('>H', port) for port in self.ports)
        if code in (0x0005, 0x0006):
            return self.open_or_close(code, *struct.unpack('>H', data))
        if code == 0x0054:
            self.credentials = data
            return b'\x01'
        if code == 0x0051:
            return self.scan(data)
        if code == 0x0053:
            return self.start_route_b()
        if code == 0x0056:
            self.start_pana()
            return None
        if code == 0x0057:
            self.route_b = 2
            return b'\x01'
        if code == 0x0058:
            self.route_b = 1
            self.ports = []
            return b'\x01'
        if code == 0x0059:
            return b'\x01' + bytes(range(16))
        if code == 0x005E:
            return b'\x01' + struct.pack('>H', PAN)
        if code == 0x00D2:
            self.say(0x20D2, b'\x01')
            self.say(0x6028, b'\x01' + METER)
            return None
        if code == 0x0008:
            return self.send(data)
        return b'\x14'

    def open_or_close(self, code, port):
        if port in (0, 716, 19788):
            return b'\x04'
        if code == 0x0006:
            if port not in self.ports:
                return b'\x0B'
            self.ports.remove(port)
            return b'\x01'
        if port in self.ports:
            return b'\x0A'
        if len(self.ports) == 10:
            return b'\x12'
        self.ports.append(port)
        return b'\x01'

    def scan(self, data):
        if len(data) not in (6, 14):
            return b'\x11'
        duration, mask, flag = struct.unpack('>BIB', data[:6])
        if not 1 <= duration <= 14 or mask & ~0x3FFF0 or flag > 1 or flag + (len(data) == 14) == 1:
            return b'\x04'
        for channel in range(4, 18):
            if not mask >> channel & 1:
                continue
            if channel == CHANNEL and flag and data[6:] == ID[-8:]:
                self.say(0x4051, bytes([0, channel, 1]) + METER + struct.pack('>HB', PAN, RSSI))
            else:
                self.say(0x4051, bytes([1, channel]))
        return b'\x01'

    def start_route_b(self):
        if not self.credentials:
            return b'\x51'
        if self.setting[2] != CHANNEL or self.credentials[24:32] != ID[-8:]:
            return b'\x0E'
        self.route_b = 2
        return bytes([1, CHANNEL]) + struct.pack('>H', PAN) + METER + bytes([RSSI])

    def start_pana(self):
        self.say(0x2056, b'\x01')
        is_right = self.credentials == ID + PASSWORD
        if is_right:
            self.route_b = 3
        self.say(0x6028, bytes([1 if is_right else 2]) + METER)
        if is_right and ECHONET_LITE in self.ports:
            self.say(0x6018, received(INSTANCE_LIST, 1))

    def send(self, data):
        if len(data) < 23 or struct.unpack('>H', data[20:22])[0] != len(data) - 22:
            return b'\x11'
        if data[:16] != link_local(METER) and data[0] != 0xFF:
            return b'\x06'
        payload = data[22:]
        self.say(0x2008, b'\x01\x00' + payload[:5])
        # The meter: it answers a Get of E7, and that alone.
        if data[:16] == link_local(METER) and ECHONET_LITE in self.ports and payload[:2] == b'\x10\x81' and payload[4:] == GET:
            self.say(0x6018, received(payload[:4] + GET_RES[4:]))
        return None




def main():
    said = []
    strict = 'strict' in sys.argv
    module = Module(said.append, strict)
    for line in sys.stdin:
        word = line.strip()
        if word == 'anew':
            module = Module(said.append, strict)
            continue
        for piece in word.split('+'):
            module.feed(bytes.fromhex(piece))
        module.silence()
        print(' '.join(each.hex().upper() for each in said))
        said.clear()


main()
