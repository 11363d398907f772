package kept

// Answers are what engines answered, each under a name that tells all that it hangs on but the program.
type Answers struct{ s *Store }

// Answers gives those of the store.
func (s *Store) Answers() Answers { return Answers{s} }

func (a Answers) file(name string) string {
	return hashed([]byte(a.s.program+" "+name)) + answersEnding
}

// Get gives what was put under a name, nil where nothing was. What is damaged is an error, and goes.
func (a Answers) Get(name string) (b []byte, err error) {
	err = a.s.read(a.file(name), func(is []byte) error {
		b = is
		return nil
	})
	return b, err
}

// Put keeps an answer.
func (a Answers) Put(name string, b []byte) error { return a.s.write(a.file(name), b) }
