// Words that several widgets, or the page and its widgets, share.
export default {
  betweenSentences: " ",
  next: "{text}, {item}",
  last: "{text} and {item}",
};
