package levels

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cloudgap/cloudgap/internal/orphans"
	"github.com/cloudgap/cloudgap/internal/orphans/account"
	"github.com/cloudgap/cloudgap/policy/isolation"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// adopt does what the operator of a stack does after an up that was killed: looks with the tool for what the account has and the
// state has not, and imports it, second copies as well, which the next up deletes.
func (t *trial) adopt(ctx context.Context) (*orphans.Report, error) {
	plan, err := inSession(ctx, t, nil, (*rehearsal.Session).PlanDocument)
	if err != nil {
		return nil, err
	}
	program, err := isolation.ReadPlan(bytes.NewReader(plan.JSON))
	if err != nil {
		return nil, err
	}
	exported, err := inSession(ctx, t, nil, (*rehearsal.Session).Export)
	if err != nil {
		return nil, err
	}
	state, err := isolation.ReadState(bytes.NewReader(exported))
	if err != nil {
		return nil, err
	}
	report, err := orphans.Find(ctx, account.New(t.world.account.Config()), program, [][]isolation.Resource{state}, nil)
	if err != nil {
		return nil, err
	}
	if len(report.Strangers) > 0 {
		return nil, fmt.Errorf("objects of nobody: %v", report.Strangers)
	}
	file, err := report.ImportFile(program, state, true)
	if err != nil || file == nil {
		return report, err
	}
	return report, t.take(ctx, file)
}

// take imports. The engine wants a language host for that.
func (t *trial) take(ctx context.Context, file []byte) error {
	path := filepath.Join(t.rig.folder, "import.json")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return err
	}
	if _, err := t.rig.hostingCLI(); err != nil {
		return err
	}
	_, err := inSession(ctx, t, nil, func(s *rehearsal.Session, ctx context.Context) (struct{}, error) {
		return struct{}{}, s.Import(ctx, path)
	})
	return err
}

// typesOf lists the types of orphans, sorted, each once.
func typesOf(found ...[]orphans.Orphan) []string {
	var types []string
	for _, o := range slices.Concat(found...) {
		types = append(types, o.Type)
	}
	return sorted(types)
}

// describeFound says what was adopted, by the types' last names.
func describeFound(report *orphans.Report) string {
	if report.Clean() {
		return "nothing to take over"
	}
	var parts []string
	for _, group := range []struct {
		what  string
		types []string
	}{{"gone on with", typesOf(report.Begun)}, {"copies deleted", typesOf(report.Copies)}} {
		if len(group.types) == 0 {
			continue
		}
		var names []string
		for _, token := range group.types {
			names = append(names, token[strings.LastIndex(token, ":")+1:])
		}
		parts = append(parts, group.what+": "+strings.Join(names, ", "))
	}
	return strings.Join(parts, "; ")
}

// unknown lists the objects in the account that were not there before and are not in the state, by an inventory that knows nothing
// of tags. What a VPC brings with it is in the state with the VPC.
func (t *trial) unknown(ctx context.Context) (left []string, err error) {
	resources, err := inSession(ctx, t, nil, (*rehearsal.Session).Resources)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, r := range resources {
		known[r.ID] = true
		for _, implied := range []string{"mainRouteTableId", "defaultRouteTableId", "defaultNetworkAclId", "defaultSecurityGroupId"} {
			if id, ok := r.Outputs[implied].(string); ok {
				known[id] = true
			}
		}
	}
	now, err := t.world.account.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	for _, object := range now {
		if !slices.Contains(t.before, object) && !known[object[strings.LastIndex(object, " ")+1:]] {
			left = append(left, object)
		}
	}
	return left, nil
}

// countKinds counts the objects of an inventory by their kind.
func countKinds(objects []string) map[string]int {
	kinds := map[string]int{}
	for _, object := range objects {
		kinds[object[:strings.LastIndex(object, " ")]]++
	}
	return kinds
}
