import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { describeCipher } from './cipher-suite.js';

describeCipher('PortableCipher', () => new PortableCipher());
