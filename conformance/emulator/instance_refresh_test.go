package emulator

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/autoscaling"
	scaling "github.com/aws/aws-sdk-go-v2/service/autoscaling/types"
)

func groupsAnswer(members string) string {
	return `<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult>` +
		`<AutoScalingGroups>` + members + `</AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>`
}

const oneGroup = `<member><AutoScalingGroupName>g</AutoScalingGroupName><AutoScalingGroupARN>arn:g</AutoScalingGroupARN>` +
	`<Instances><member><InstanceId>i-1</InstanceId></member></Instances></member>`

func TestAnInstanceRefreshIsAloneAndEnds(t *testing.T) {
	t.Parallel()
	front, _ := startFront(t, groupsAnswer(oneGroup))
	client, ctx, group := autoscaling.NewFromConfig(config(front)), context.Background(), aws.String("g")
	start := func() (*autoscaling.StartInstanceRefreshOutput, error) {
		return client.StartInstanceRefresh(ctx, &autoscaling.StartInstanceRefreshInput{AutoScalingGroupName: group, Strategy: scaling.RefreshStrategyRolling})
	}
	cancel := func() error {
		_, err := client.CancelInstanceRefresh(ctx, &autoscaling.CancelInstanceRefreshInput{AutoScalingGroupName: group})
		return err
	}
	look := func(id *string) scaling.InstanceRefresh {
		t.Helper()
		out, err := client.DescribeInstanceRefreshes(ctx, &autoscaling.DescribeInstanceRefreshesInput{AutoScalingGroupName: group, InstanceRefreshIds: []string{*id}})
		if err != nil || len(out.InstanceRefreshes) != 1 {
			t.Fatalf("want one refresh, got %v, %v", out, err)
		}
		return out.InstanceRefreshes[0]
	}

	wantCode(t, cancel(), "ActiveInstanceRefreshNotFound")
	first, err := start()
	if err != nil {
		t.Fatal(err)
	}
	_, err = start()
	wantCode(t, err, "InstanceRefreshInProgress")
	if err := cancel(); err != nil {
		t.Fatal(err)
	}
	wantCode(t, cancel(), "ActiveInstanceRefreshNotFound")
	_, err = start()
	wantCode(t, err, "InstanceRefreshInProgress") // It is being cancelled, and has not ended.
	if got := look(first.InstanceRefreshId); got.Status != scaling.InstanceRefreshStatusCancelled || got.EndTime == nil || *got.InstancesToUpdate != 1 {
		t.Errorf("want a cancelled refresh that left one instance, got %+v", got)
	}

	second, err := start()
	if err != nil {
		t.Fatal(err)
	}
	if got := look(second.InstanceRefreshId); got.Status != scaling.InstanceRefreshStatusInProgress || got.EndTime != nil || *got.PercentageComplete != 0 {
		t.Errorf("want a refresh in progress, got %+v", got)
	}
	if got := look(second.InstanceRefreshId); got.Status != scaling.InstanceRefreshStatusSuccessful || *got.PercentageComplete != 100 || *got.InstancesToUpdate != 0 {
		t.Errorf("want a refresh that succeeded, got %+v", got)
	}
	all, err := client.DescribeInstanceRefreshes(ctx, &autoscaling.DescribeInstanceRefreshesInput{AutoScalingGroupName: group})
	if err != nil || len(all.InstanceRefreshes) != 2 || *all.InstanceRefreshes[0].InstanceRefreshId != *second.InstanceRefreshId {
		t.Errorf("want both refreshes, the newest first, got %v, %v", all, err)
	}
}

func TestAnInstanceRefreshThatAWSRefuses(t *testing.T) {
	t.Parallel()
	front, _ := startFront(t, groupsAnswer(oneGroup))
	empty, _ := startFront(t, groupsAnswer(""))
	for name, test := range map[string]struct {
		front       *Front
		preferences scaling.RefreshPreferences
	}{
		"a group that is not there":             {empty, scaling.RefreshPreferences{}},
		"a rollback to nothing":                 {front, scaling.RefreshPreferences{AutoRollback: aws.Bool(true)}},
		"bounds more than 100 apart":            {front, scaling.RefreshPreferences{MinHealthyPercentage: aws.Int32(50), MaxHealthyPercentage: aws.Int32(200)}},
		"more than every instance is healthy":   {front, scaling.RefreshPreferences{MinHealthyPercentage: aws.Int32(101), MaxHealthyPercentage: aws.Int32(200)}},
		"fewer than the group has are too many": {front, scaling.RefreshPreferences{MinHealthyPercentage: aws.Int32(50), MaxHealthyPercentage: aws.Int32(99)}},
	} {
		_, err := autoscaling.NewFromConfig(config(test.front)).StartInstanceRefresh(context.Background(),
			&autoscaling.StartInstanceRefreshInput{AutoScalingGroupName: aws.String("g"), Preferences: &test.preferences})
		t.Log(name)
		wantCode(t, err, "ValidationError")
	}
}
