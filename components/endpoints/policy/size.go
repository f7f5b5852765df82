package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/cloudgap/cloudgap/components/endpoints/catalog"
	"github.com/cloudgap/cloudgap/components/internal/iamdoc"
)

// MaxCharacters is the largest endpoint policy that AWS takes, white space included (Amazon VPC quotas).
const MaxCharacters = 20480

// checkSize refuses a document over the limit and says where it could be split.
func checkSize(service catalog.Service, d iamdoc.Document) error {
	whole, err := d.JSON()
	if err != nil {
		return err
	}
	if len(whole) <= MaxCharacters {
		return nil
	}
	largest, size := largestStatement(d.Statement)
	resources := len(largest.Resource)
	move := (resources*(len(whole)-MaxCharacters) + size - 1) / size
	return fmt.Errorf("endpoint policy of %s has %d characters, AWS takes %d; its largest statement %q has %d characters for %d resources: "+
		"cover them with common prefixes, or move %d or more of them to a second EndpointSet on route tables of its own",
		service, len(whole), MaxCharacters, largest.Sid, size, resources, min(max(move, 1), resources))
}

func largestStatement(statements []iamdoc.Statement) (iamdoc.Statement, int) {
	size := func(s iamdoc.Statement) int {
		data, err := json.Marshal(s)
		if err != nil {
			return 0
		}
		return len(data)
	}
	largest := slices.MaxFunc(statements, func(a, b iamdoc.Statement) int { return cmp.Compare(size(a), size(b)) })
	return largest, max(size(largest), 1)
}
