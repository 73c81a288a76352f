"""A head-end that loads a firmware image with Gurux.DLMS.Python, as GXF does: enable, initiate, block by block as the meter says, verify, activate.

Usage: images.py PORT COUNTER IMAGE. Keys are the demo keys. Prints what came of each step as one JSON object. Needs gurux_dlms.
"""

import json
import socket
import struct
import sys

from gurux_dlms import GXByteBuffer, GXReplyData
from gurux_dlms.enums import Authentication, InterfaceType, Security
from gurux_dlms.objects import GXDLMSImageTransfer
from gurux_dlms.secure import GXDLMSSecureClient

BLOCK_SIZE, TRANSFERRED, FIRST_MISSING, ENABLED, STATUS, TO_ACTIVATE = 2, 3, 4, 5, 6, 7
WRAPPER = 8


class Meter:
    def __init__(self, port, counter):
        self.socket = socket.create_connection(('127.0.0.1', port))
        self.socket.settimeout(10)
        client = GXDLMSSecureClient(True, 1, 1, Authentication.HIGH_GMAC, None, InterfaceType.WRAPPER)
        client.ciphering.security = Security.AUTHENTICATION_ENCRYPTION
        client.ciphering.systemTitle = bytes.fromhex('4B45490000000002')
        client.ciphering.blockCipherKey = bytes.fromhex('101112131415161718191A1B1C1D1E1F')
        client.ciphering.authenticationKey = bytes.fromhex('A0A1A2A3A4A5A6A7A8A9AAABACADAEAF')
        client.ciphering.invocationCounter = counter
        client.maxReceivePDUSize = 1024
        self.client = client

    def exactly(self, length):
        data = b''
        while len(data) < length:
            part = self.socket.recv(length - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def packet(self):
        head = self.exactly(WRAPPER)
        return head + self.exactly(struct.unpack('>H', head[6:])[0])

    def send(self, packets):
        """The last reply; a refusal is in its error."""
        reply = None
        for packet in packets if isinstance(packets, list) else [packets]:
            self.socket.sendall(bytes(packet))
            reply = GXReplyData()
            received = GXByteBuffer(self.packet())
            while not self.client.getData(received, reply, GXReplyData()):
                received.set(self.packet())
            while reply.isMoreData():
                self.socket.sendall(bytes(self.client.receiverReady(reply)))
                received = GXByteBuffer(self.packet())
                while not self.client.getData(received, reply, GXReplyData()):
                    received.set(self.packet())
        return reply

    def read(self, item, index):
        reply = self.send(self.client.read(item, index))
        return self.client.updateValue(item, index, reply.value)


def main():
    port, counter, path = sys.argv[1:]
    with open(path, 'rb') as file:
        image = file.read()
    meter = Meter(int(port), int(counter))
    client = meter.client
    client.parseAareResponse(meter.send(client.aarqRequest()).data)
    client.parseApplicationAssociationResponse(meter.send(client.getApplicationAssociationRequest()).data)
    transfer = GXDLMSImageTransfer('0.0.44.0.0.255')
    told = {}
    meter.read(transfer, ENABLED)
    told['enabled'] = transfer.imageTransferEnabled
    meter.read(transfer, BLOCK_SIZE)
    told['blockSize'] = transfer.imageBlockSize
    told['initiate'] = int(meter.send(transfer.imageTransferInitiate(client, 'metering 1.1', len(image))).error)
    meter.read(transfer, STATUS)
    told['initiated'] = int(transfer.imageTransferStatus)
    count = [0]
    blocks = transfer.imageBlockTransfer(client, image, count)
    told['blocks'] = count[0]
    # The packets were ciphered in their order: so they go.
    told['results'] = [int(meter.send(block).error) for block in blocks]
    meter.read(transfer, FIRST_MISSING)
    told['firstMissing'] = transfer.imageFirstNotTransferredBlockNumber
    meter.read(transfer, TRANSFERRED)
    told['transferred'] = str(transfer.imageTransferredBlocksStatus)
    told['verify'] = int(meter.send(transfer.imageVerify(client)).error)
    meter.read(transfer, STATUS)
    told['verified'] = int(transfer.imageTransferStatus)
    meter.read(transfer, TO_ACTIVATE)
    info = transfer.imageActivateInfo[0]
    told['info'] = [info.size, bytes(info.identification).decode(), bytes(info.signature).hex()]
    told['activate'] = int(meter.send(transfer.imageActivate(client)).error)
    meter.read(transfer, STATUS)
    told['activated'] = int(transfer.imageTransferStatus)
    meter.send(client.releaseRequest())
    print(json.dumps(told))


main()
