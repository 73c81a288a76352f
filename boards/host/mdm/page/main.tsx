/** The pages of `keiki mdm serve` are the server's: they need a look alone. */
import '../../web/page/look.css';
import '../../web/page/frame.css';
import './mdm.css';
