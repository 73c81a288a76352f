/** The panel's page: its frame, and in it one view at a time. */
import { render } from 'preact';
import { createAsk } from '../../web/page/ask.js';
import { pageLanguage } from '../../web/page/page-language.js';
import { Stream } from '../../web/page/stream.js';
import '../../web/page/look.css';
import '../../web/page/frame.css';
import { Shell } from './shell.js';

const language = pageLanguage();
render(<Shell stream={new Stream('/api/stream')} ask={createAsk(language)} language={language} />, document.getElementById('page')!);
