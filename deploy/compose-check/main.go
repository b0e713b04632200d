// Reads a compose file as docker compose itself does (its own parser, model and consistency checks), once for every
// profile that is named, and prints which services each profile has, as JSON. Ends with 1 and the fault when it cannot.
//
//	go run . docker-compose.yml engines all demo
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	if len(os.Args) < 3 {
		stop("Use: compose-check FILE PROFILE…")
	}
	services := map[string][]string{}
	for _, profile := range os.Args[2:] {
		names, err := read(os.Args[1], profile)
		if err != nil {
			stop(fmt.Sprintf("profile %s: %v", profile, err))
		}
		services[profile] = names
	}
	if err := json.NewEncoder(os.Stdout).Encode(services); err != nil {
		stop(err.Error())
	}
}

// read gives the names of the services that the profile starts. The environment is left out, so that what is read does
// not depend on the machine.
func read(file, profile string) ([]string, error) {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithProfiles([]string{profile}))
	if err != nil {
		return nil, err
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.ServiceNames(), nil
}

func stop(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(1)
}
