import { ackOf, ENHANCED_ACK_LENGTH, enhancedAck, IMMEDIATE_ACK_LENGTH, immediateAck } from '../../../modules/ieee802154/ack.js';
import { decodeFrame, encodeFrame } from '../../../modules/ieee802154/frame.js';
import { bytesEqual, equal, hex } from '../../assert.js';
import { frameNamed } from '../../vectors/ieee802154.js';

describe('IEEE 802.15.4 acknowledgement', () => {
	it('is immediate for a frame of version 1', () => {
		const ack = encodeFrame(ackOf(decodeFrame(hex(frameNamed('PCI')))));
		bytesEqual(ack, '02000a');
		equal(ack.length, IMMEDIATE_ACK_LENGTH);
	});

	it('is enhanced for a frame of version 2, to its sender', () => {
		const ack = encodeFrame(ackOf(decodeFrame(hex(frameNamed('EL Get secured v2')))));
		bytesEqual(ack, '422c10ddccbbaa90121d00');
		equal(ack.length, ENHANCED_ACK_LENGTH);
	});

	it('can say that a frame is pending', () => bytesEqual(encodeFrame(immediateAck(7, true)), '1200 07'));

	it('to nobody carries no addresses', () => bytesEqual(encodeFrame(enhancedAck(7, undefined)), '0220 07'));

	it('of a frame without sequence number carries none', () => bytesEqual(encodeFrame(enhancedAck(undefined, 0x1234)), '4229 3412'));
});
