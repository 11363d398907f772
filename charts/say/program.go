package say

func Program(version string) string {
	if version == "" {
		return "uptake"
	}
	return "uptake " + Name(version)
}
