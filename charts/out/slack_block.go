package out

import "strings"

// What Slack takes at most, as its reference of Block Kit says. Of all texts of one
// message together it says nothing; beyond some 13,000 characters messages fail.
const (
	slackBlocks      = 50
	slackHeader      = 150
	slackSection     = 3000
	slackFields      = 10
	slackField       = 2000
	slackFallback    = 3000
	slackEverything  = 11_000
	slackElsewhere   = "The page has the rest."
	slackRoomForLast = 2 // blocks kept for what says so
)

// slackMessage is a message as it is posted: what a notification shows, and the blocks.
type slackMessage struct {
	Text        string       `json:"text"`
	Blocks      []slackBlock `json:"blocks"`
	UnfurlLinks bool         `json:"unfurl_links"`
	UnfurlMedia bool         `json:"unfurl_media"`

	length int  // of the texts of all blocks
	full   bool // something was left out
}

// slackBlock is one of the kinds header, section, context and divider.
type slackBlock struct {
	Type     string      `json:"type"`
	Text     *slackText  `json:"text,omitempty"`
	Fields   []slackText `json:"fields,omitempty"`
	Elements []slackText `json:"elements,omitempty"`
}

// slackText is a text with Slack's own marks, or one without any.
type slackText struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Emoji    *bool  `json:"emoji,omitempty"`
	Verbatim bool   `json:"verbatim,omitempty"` // no word of it becomes a link or a mention
}

func slackMarked(s string, most int) slackText {
	return slackText{Type: "mrkdwn", Text: slackCut(s, most), Verbatim: true}
}

// add adds a block while there is room.
func (m *slackMessage) add(b slackBlock, length int) {
	if m.full = m.full || len(m.Blocks) >= slackBlocks-slackRoomForLast || m.length+length > slackEverything; !m.full {
		m.Blocks, m.length = append(m.Blocks, b), m.length+length
	}
}

func (m *slackMessage) header(s string) {
	no := false
	text := slackText{Type: "plain_text", Text: slackCut(slackSafe(s), slackHeader), Emoji: &no}
	m.add(slackBlock{Type: "header", Text: &text}, slackLength(text.Text))
}

func (m *slackMessage) divider() { m.add(slackBlock{Type: "divider"}, 0) }

// section is lines of one thing, in as many blocks as they take.
func (m *slackMessage) section(lines []string) {
	var text string
	put := func() {
		if text != "" {
			t := slackMarked(text, slackSection)
			m.add(slackBlock{Type: "section", Text: &t}, slackLength(t.Text))
		}
		text = ""
	}
	for _, l := range lines {
		if l = slackCut(l, slackSection); slackLength(text)+slackLength(l)+1 > slackSection {
			put()
		}
		text = strings.TrimPrefix(text+"\n"+l, "\n")
	}
	put()
}

// fields are short texts side by side.
func (m *slackMessage) fields(texts []string) {
	for len(texts) > 0 {
		n := min(len(texts), slackFields)
		b, length := slackBlock{Type: "section"}, 0
		for _, s := range texts[:n] {
			f := slackMarked(s, slackField)
			b.Fields, length = append(b.Fields, f), length+slackLength(f.Text)
		}
		m.add(b, length)
		texts = texts[n:]
	}
}

// context is a line in small type.
func (m *slackMessage) context(s string) {
	if s != "" {
		t := slackMarked(s, slackSection)
		m.add(slackBlock{Type: "context", Elements: []slackText{t}}, slackLength(t.Text))
	}
}

// close says what was left out, and who says all this.
func (m *slackMessage) close(program string) {
	last := slackSafe(program)
	if m.full {
		last = slackElsewhere + " " + last
	}
	m.Blocks = append(m.Blocks, slackBlock{Type: "context", Elements: []slackText{slackMarked(last, slackSection)}})
}
