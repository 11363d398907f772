package format

// jsonTree is the asked columns, arranged by the keys on the way to them.
type jsonTree struct {
	root  *jsonNode
	nodes int
}

// jsonNode is an object that holds asked columns.
type jsonNode struct {
	number int // among the tree's nodes
	keys   []jsonKey
	byName map[string]int
	under  []taker // all that take a value in here
}

// jsonKey is a key that leads to asked columns.
type jsonKey struct {
	name  string
	takes []taker
	sub   *jsonNode // nil when nobody asks for what is below
}

// taker is a column that takes a value; of several values for one column the
// one of least rank counts.
type taker struct {
	column int
	rank   int32
}

// newJSONTree arranges columns, each given by the ways to read its name; of
// a split without column only the path counts.
func newJSONTree(columns ...[]split) *jsonTree {
	t := &jsonTree{}
	t.root = t.node()
	for i, ways := range columns {
		for rank, way := range ways {
			path := way.path
			if way.column != "" {
				path = append([]string{way.column}, path...)
			}
			t.add(path, taker{i, int32(rank)})
		}
	}
	return t
}

func (t *jsonTree) node() *jsonNode {
	t.nodes++
	return &jsonNode{number: t.nodes - 1, byName: map[string]int{}}
}

func (t *jsonTree) add(path []string, who taker) {
	node := t.root
	for i, name := range path {
		node.under = append(node.under, who)
		at, ok := node.byName[name]
		if !ok {
			at = len(node.keys)
			node.byName[name] = at
			node.keys = append(node.keys, jsonKey{name: name})
		}
		key := &node.keys[at]
		if i == len(path)-1 {
			key.takes = append(key.takes, who)
			return
		}
		if key.sub == nil {
			key.sub = t.node()
		}
		node = key.sub
	}
}

// jsonPath is the tree of one column below a given value.
func jsonPath(path []string) *jsonTree { return newJSONTree([]split{{path: path}}) }
