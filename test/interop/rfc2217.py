"""A program that opens its dongle by RFC 2217 with pyserial: python3 rfc2217.py URL. Prints what it saw, as JSON."""
import json
import sys

import serial


def line_of(port, command, last):
    port.write(command + b'\r\n')
    lines = []
    while not lines or lines[-1] != last:
        line = port.readline()
        if not line:
            raise SystemExit(f'no answer to {command!r}, only {lines!r}')
        lines.append(line.strip())
    return [line.decode('ascii') for line in lines]


def main():
    saw = {}
    port = serial.serial_for_url(sys.argv[1], baudrate=115200, timeout=20)
    saw['version'] = line_of(port, b'SKVER', b'OK')
    saw['info'] = line_of(port, b'SKINFO', b'OK')
    saw['lines'] = {'cts': port.cts, 'dsr': port.dsr, 'cd': port.cd, 'ri': port.ri}
    port.baudrate = 9600
    saw['at9600'] = line_of(port, b'SKVER', b'OK')
    port.rtscts = True
    port.rtscts = False
    port.dtr = False
    port.rts = False
    port.dtr = True
    port.rts = True
    port.break_condition = True
    port.break_condition = False
    refused = []
    for name, value, usual in (('bytesize', 7, 8), ('parity', 'E', 'N'), ('stopbits', 2, 1), ('xonxoff', True, False)):
        try:
            setattr(port, name, value)
        except ValueError as error:
            refused.append([name, str(error)])
        setattr(port, name, usual)
    saw['refused'] = refused
    port.reset_input_buffer()
    port.reset_output_buffer()
    saw['after'] = line_of(port, b'SKVER', b'OK')
    port.close()
    port = serial.serial_for_url(sys.argv[1], baudrate=115200, timeout=20)
    saw['again'] = line_of(port, b'SKVER', b'OK')
    port.close()
    print(json.dumps(saw))


main()
