/** Options of `keiki office serve`, beside those of all commands of the office. */
import type { OptionRow } from '../../shared/option-row.js';
import { OFFICE } from '../office-options.js';
import { RELAY } from '../remote/program.js';

export const USUAL_STAFF = '127.0.0.1:8290';
export const USUAL_RELAY = 'https://localhost:8292';

const [DATA, DATABASE, , CLOCK, JSON_EVENTS] = OFFICE;

export const SERVE = Object.freeze([
	DATA,
	DATABASE,
	CLOCK,
	JSON_EVENTS,
	{ flags: '--staff <place>', does: 'ADDRESS:PORT of the site of the staff', usual: USUAL_STAFF },
	{
		flags: '--customers <place>',
		does: "the customers' site alone, in this process, at ADDRESS:PORT (127.0.0.1:8291 is the usual one)",
	},
	{
		flags: '--relay <url>',
		does: 'the relay that remote work is exchanged with, https://HOST:PORT',
		otherwise: 'https://localhost:8292, where --data has the office as a party of one',
	},
	RELAY[1],
	{ flags: '--certificate <file>', does: 'with TLS: the certificate and those that it is signed by, PEM' },
	{ flags: '--certificate-key <file>', does: 'the private key of the certificate, PEM' },
	{ flags: '--proxy <url>', does: 'behind a proxy that ends TLS: where browsers find the site, https://NAME' },
	{
		flags: '--trust <address>',
		does: 'with --proxy: an address or a network (10.1.0.0/16) that the proxy asks from; nobody else is answered; can be given again',
		many: true,
	},
] as const satisfies readonly OptionRow[]);
