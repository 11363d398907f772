package report

// Embargo says that a report shows health and counts alone, because the file keeps the
// numbers closed for the first days.
type Embargo struct {
	Days  int    `json:"days"`  // of exposures, as the file asks
	Last  string `json:"last"`  // the calendar day to whose end the data have to reach
	Opens string `json:"opens"` // the day after it
}
