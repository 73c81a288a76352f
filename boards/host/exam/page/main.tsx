/** The page of an exam. */
import { render } from 'preact';
import { createAsk } from '../../web/page/ask.js';
import { pageLanguage } from '../../web/page/page-language.js';
import { Stream } from '../../web/page/stream.js';
import '../../web/page/look.css';
import '../../web/page/frame.css';
import './exam.css';
import { ExamPage } from './exam-page.js';

const language = pageLanguage();
const stream = new Stream('/api/stream');
stream.query = `lang=${language}`;
render(<ExamPage stream={stream} ask={createAsk(language)} language={language} />, document.getElementById('page')!);
