package doc

// WithheldWords stand where differences between arms would.
const WithheldWords = "Differences between arms are hidden: the groups are not comparable."
