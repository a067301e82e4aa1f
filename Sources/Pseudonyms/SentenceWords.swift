/// Words of the sentences positions are written in.
let sentenceWords = ""
