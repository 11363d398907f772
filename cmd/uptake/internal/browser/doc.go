// Package browser prints pages with a Chromium that is on the machine: as a PDF by their
// own print style, or as a picture of their first screen.
//
// It is for pages of uptake, which are one file without a script: the browser is given a
// folder of its own, which is removed afterwards, no profile, and no way to any network.
// Nothing is downloaded; where there is no Chromium, Find says what to do.
package browser
