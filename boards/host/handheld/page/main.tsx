/** The page of a hand-held. */
import { render } from 'preact';
import { createAsk } from '../../web/page/ask.js';
import { pageLanguage } from '../../web/page/page-language.js';
import '../../web/page/look.css';
import '../../web/page/frame.css';
import './handheld.css';
import { HandheldPage } from './handheld-page.js';

const language = pageLanguage();
render(<HandheldPage ask={createAsk(language)} language={language} />, document.getElementById('page')!);
