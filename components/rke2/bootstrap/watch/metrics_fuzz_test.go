package watch

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

func FuzzParseMetrics(f *testing.F) {
	for _, text := range []string{
		"", "\n", "# TYPE etcd_server_has_leader gauge\netcd_server_has_leader 1\netcd_mvcc_db_total_size_in_bytes 2.5165824e+07\n",
		"etcd_server_has_leader", "etcd_server_has_leader ", "etcd_server_has_leader one\n", "etcd_server_has_leader 1 1700000000000\n",
		"etcd_server_has_leader NaN\n", "etcd_mvcc_db_total_size_in_bytes +Inf\n", "etcd_mvcc_db_total_size_in_bytes -1\n", "etcd_mvcc_db_total_size_in_bytes 1e300\n",
		"etcd_server_has_leader{a=\"b\"} 1\n", "etcd_server_has_leader 1\r\netcd_server_has_leader 0x1p-2\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		found, err := parse(bytes.NewReader(text))
		if err != nil {
			return
		}
		for name, value := range found {
			if !slices.Contains(wanted, name) {
				t.Errorf("%s is not wanted", name)
			}
			if !bytes.Contains(text, []byte(name)) {
				t.Errorf("%s is made up", name)
			}
			if whole := math.Trunc(value); value < 0 || int(value) != int(whole) || float64(int(value)) != whole {
				t.Errorf("%s is %v, of which the status cannot hold the whole part", name, value)
			}
		}
	})
}
