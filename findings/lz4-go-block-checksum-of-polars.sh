#!/bin/bash
# A good guess: a Go reader of LZ4 frames reads every frame that the format allows, so "invalid block checksum" means a damaged upload.
# github.com/pierrec/lz4/v4 v4.1.18: frames with block checksums, which polars 2.1.0 sets in write_ipc(compression="lz4") and `lz4 -BX` makes, are called damaged though whole; v4.1.33 reads them.
# For us: pin v4.1.33 or later, above the v4.1.18 that arrow/go v15.0.2 asks for, and never tell somebody to upload again on that error alone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install -q pyarrow==26.0.1 polars==2.1.0 2>&1 | grep -v notice || true
cd "$dir"
"$dir/venv/bin/python" - <<'PY'
import struct
import polars as pl
import pyarrow.ipc as ipc

frame = pl.DataFrame({"v": list(range(200000))})
frame.write_ipc("out.arrow", compression="lz4")
assert ipc.open_file("out.arrow").read_all().column("v").to_pylist() == frame["v"].to_list()
data = open("out.arrow", "rb").read()
at = data.index(b"\x04\x22\x4d\x18")  # the first frame's mark
flags = data[at + 4]
print("polars", pl.__version__, "sets block checksums:", bool(flags & 0x10))
assert flags & 0x10, "polars sets no block checksums any more"
end = at + 7 + (8 if flags & 0x08 else 0)
while (size := struct.unpack_from("<I", data, end)[0]) != 0:
    end += 4 + (size & 0x7FFFFFFF) + 4
end += 4 + (4 if flags & 0x04 else 0)
open("frame.lz4", "wb").write(data[at:end])
PY
cat > main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"log"
	"os"

	"github.com/pierrec/lz4/v4"
)

func main() {
	f, err := os.Open("frame.lz4")
	if err != nil {
		log.Fatal(err)
	}
	b, err := io.ReadAll(lz4.NewReader(f))
	if err != nil {
		fmt.Println("refused:", err)
		return
	}
	fmt.Println("read", len(b), "bytes")
}
GO
try() {
	rm -f go.mod go.sum
	printf 'module try\n\ngo 1.26\n\nrequire github.com/pierrec/lz4/v4 %s\n' "$1" >go.mod
	go mod tidy 2>/dev/null
	got=$(go run .)
	echo "pierrec/lz4 $1: $got"
	case $got in $2) ;; *) echo "this has changed" && exit 1 ;; esac
}
try v4.1.18 'refused: lz4: invalid block checksum*'
try v4.1.33 'read * bytes'
