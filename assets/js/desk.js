// The desk's comforts; every page works without them.
import "./desk/copy.js";
import "./desk/slip.js";
import "./desk/print.js";
import "./desk/filter.js";
import "./desk/sheet.js";
import "./desk/waiting.js";
import "./desk/word.js";
import "./desk/gather.js";
