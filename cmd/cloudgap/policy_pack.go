package main

import (
	"fmt"
	"os"

	"github.com/cloudgap/cloudgap/policy/pack"
	"github.com/cloudgap/cloudgap/rehearsal"
)

// isolationPack is this program as the policy pack, with a configuration file unless that is empty.
func isolationPack(configFile string) ([]rehearsal.PolicyPack, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program, which serves the policy pack: %w", err)
	}
	return []rehearsal.PolicyPack{{
		Path: self, Env: map[string]string{servePack: "1"}, Name: pack.Name, Version: pack.Version, ConfigFile: configFile,
	}}, nil
}
