package format

// jsonTree is the asked columns, arranged by the keys on the way to them.
type jsonTree struct {
	root  *jsonNode
	nodes int
}

// jsonNode is an object, or a list, that holds asked columns.
type jsonNode struct {
	number int // among the tree's nodes
	keys   []jsonKey
	byName map[string]int
	lists  []jsonElement
	under  []taker // all that take a value in here
}

// jsonKey is a key that leads to asked columns.
type jsonKey struct {
	takes []taker
	sub   *jsonNode // nil when nobody asks for what is below
}

// jsonElement is an element of a list that leads to asked columns.
type jsonElement struct {
	selector
	jsonKey
}

// taker is a column that takes a value; of several values for one column the
// one of least rank counts.
type taker struct {
	column int
	rank   int32
}

// newJSONTree arranges columns, each given by the ways to read its name; of
// a split without column only the paths count.
func newJSONTree(columns ...[]split) *jsonTree {
	t := &jsonTree{}
	t.root = t.node()
	for i, ways := range columns {
		rank := int32(0)
		for _, way := range ways {
			paths := way.paths
			if way.column != "" {
				column := step{key: way.column}
				if paths == nil {
					paths = []trail{nil}
				}
				for _, p := range paths {
					t.add(append(trail{column}, p...), taker{i, rank})
					rank++
				}
				continue
			}
			for _, p := range paths {
				t.add(p, taker{i, rank})
				rank++
			}
		}
	}
	return t
}

func (t *jsonTree) node() *jsonNode {
	t.nodes++
	return &jsonNode{number: t.nodes - 1, byName: map[string]int{}}
}

func (t *jsonTree) add(p trail, who taker) {
	node := t.root
	for i, s := range p {
		node.under = append(node.under, who)
		key := node.at(s)
		if i == len(p)-1 {
			key.takes = append(key.takes, who)
			return
		}
		if key.sub == nil {
			key.sub = t.node()
		}
		node = key.sub
	}
}

// at gives what a step leads to, made when it is new.
func (n *jsonNode) at(s step) *jsonKey {
	if s.in != nil {
		for i := range n.lists {
			if n.lists[i].selector == *s.in {
				return &n.lists[i].jsonKey
			}
		}
		n.lists = append(n.lists, jsonElement{selector: *s.in})
		return &n.lists[len(n.lists)-1].jsonKey
	}
	i, ok := n.byName[s.key]
	if !ok {
		i = len(n.keys)
		n.byName[s.key] = i
		n.keys = append(n.keys, jsonKey{})
	}
	return &n.keys[i]
}

// jsonPath is the tree of one column below a given value.
func jsonPath(paths []trail) *jsonTree { return newJSONTree([]split{{paths: paths}}) }
