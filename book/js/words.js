// The page's words: one section of the catalogue.
import { words } from "../../widgets/js/lib/words.js";
import english from "../../widgets/js/words/en/page.js";

export { language, list, sentences } from "../../widgets/js/lib/words.js";
export const t = words("page", english);
